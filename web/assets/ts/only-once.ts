/** A form that a second press does not send again. */
export class OnlyOnce {
  constructor($root: HTMLElement) {
    let sent = false
    $root.addEventListener('submit', (event) => {
      if (sent) event.preventDefault()
      sent = true
    })
    window.addEventListener('pageshow', () => (sent = false))
  }
}
