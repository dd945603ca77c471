import { find } from './dom'
import { leaveFrame } from './framed'
import { goWhenThere } from './go-when-there'
import { ShiftPresses } from './shift-presses'

const PRESSES = 3

/**
 * Leave at once: the page goes blank, the server forgets who this was, and another site takes this page's place in the
 * browser's history. By the button, by the link at the top, or by pressing Shift three times, either Shift key.
 */
export class ExitThisPage {
  private readonly $lights: HTMLElement[]
  private readonly $said: HTMLElement
  private readonly tabs = 'BroadcastChannel' in window ? new BroadcastChannel('exit') : null

  constructor(private readonly $root: HTMLElement) {
    this.$lights = [...$root.querySelectorAll<HTMLElement>('.app-exit__light')]
    this.$said = find($root, '[data-part="said"]')
    for (const $form of document.querySelectorAll<HTMLFormElement>('form[data-exit]')) {
      $form.addEventListener('submit', (event) => {
        event.preventDefault()
        this.leave()
      })
    }
    new ShiftPresses({ left: (presses) => this.count(presses), forgotten: (late) => this.forgotten(late) })
    document.addEventListener('exit', (event) => this.leave((event as CustomEvent<string>).detail))
    // The other tabs of the same conversation must not stay behind.
    this.tabs?.addEventListener('message', () => this.goAway())
  }

  private count(left: number): void {
    if (!left) return this.leave()
    this.show(PRESSES - left)
    this.$said.textContent = this.$root.dataset[`left${left}`] ?? ''
  }

  private forgotten(late: boolean): void {
    this.show(0)
    this.$said.textContent = late ? (this.$root.dataset.late ?? '') : ''
  }

  private show(presses: number): void {
    find(this.$root, '.app-exit__lights').hidden = presses === 0
    this.$lights.forEach(($light, n) => $light.classList.toggle('app-exit__light--on', n < presses))
  }

  /** Blank comes first, then what cannot wait for the network, then the network. */
  private leave(away?: string): void {
    this.blank()
    document.cookie = this.$root.dataset.left ?? ''
    this.tellServer(this.$root.dataset.end ?? '/exit')
    this.tabs?.postMessage('exit')
    this.goAway(away)
  }

  private blank(): void {
    document.documentElement.classList.add('app-blank')
    document.body.textContent = ''
    document.title = this.$root.dataset.title ?? ''
  }

  /** Both outlive the page. The second is for browsers that have no beacon, or refuse this one. */
  private tellServer(url: string): void {
    if (navigator.sendBeacon?.(url)) return
    void fetch(url, { method: 'POST', keepalive: true }).catch(() => undefined)
  }

  private goAway(away = this.$root.dataset.away ?? '/'): void {
    this.blank()
    if (this.$root.dataset.wait) void goWhenThere(away, this.$root.dataset.wait, this.$root.dataset.why ?? '')
    else if (!leaveFrame(away)) location.replace(away)
  }
}
