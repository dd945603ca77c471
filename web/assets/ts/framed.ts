// What the page does inside the widget's frame: widget.ts is the other side. Nothing secret goes through, so it does not
// matter which site listens; and it is only ever told to close or to leave, which harms nobody.
const framed = window.parent !== window
const HOST_PATIENCE = 1000

const tell = (what: 'close' | 'exit', away = ''): void => window.parent.postMessage({ ownWords: what, away }, '*')

/** Leave with the page around this one; false where there is none. Where that one does not listen, only the frame goes. */
export function leaveFrame(away: string): boolean {
  if (!framed) return false
  tell('exit', away)
  window.setTimeout(() => location.reload(), HOST_PATIENCE)
  return true
}

export function listenInFrame(): void {
  if (!framed) return
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) tell('close')
  })
  window.addEventListener('message', (event: MessageEvent<{ ownWords?: string } | null>) => {
    if (event.source === window.parent && event.data?.ownWords === 'exit') document.dispatchEvent(new Event('exit'))
  })
}
