import { find } from './dom'

const PRESSES = 3
const WITHIN = 5000

/**
 * Leave at once: the page goes blank, the server forgets who this was, and another site takes this page's place in the
 * browser's history. By the button, by the link at the top, or by pressing Shift three times, either Shift key.
 */
export class ExitThisPage {
  private readonly $lights: HTMLElement[]
  private readonly $said: HTMLElement
  private presses = 0
  private alone = true
  private timer = 0

  constructor(private readonly $root: HTMLElement) {
    this.$lights = [...$root.querySelectorAll<HTMLElement>('.app-exit__light')]
    this.$said = find($root, '[data-part="said"]')
    for (const $form of document.querySelectorAll<HTMLFormElement>('form[data-exit]')) {
      $form.addEventListener('submit', (event) => {
        event.preventDefault()
        this.leave()
      })
    }
    document.addEventListener('keydown', (event) => this.down(event))
    document.addEventListener('keyup', (event) => this.up(event))
  }

  /** Shift held for a capital letter is no press: another key came in between. */
  private down(event: KeyboardEvent): void {
    if (event.key === 'Shift') {
      if (!event.repeat) this.alone = true
    } else {
      this.alone = false
      this.forget()
    }
  }

  private up(event: KeyboardEvent): void {
    if (event.key !== 'Shift' || !this.alone) return
    this.presses += 1
    if (this.presses >= PRESSES) return this.leave()
    if (this.presses === 1) this.timer = window.setTimeout(() => this.forget(), WITHIN)
    this.show()
    this.$said.textContent = this.$root.dataset[`left${PRESSES - this.presses}`] ?? ''
  }

  private forget(): void {
    if (!this.presses) return
    window.clearTimeout(this.timer)
    this.presses = 0
    this.show()
    this.$said.textContent = ''
  }

  private show(): void {
    find(this.$root, '.app-exit__lights').hidden = this.presses === 0
    this.$lights.forEach(($light, n) => $light.classList.toggle('app-exit__light--on', n < this.presses))
  }

  private leave(): void {
    document.documentElement.classList.add('app-blank')
    document.body.textContent = ''
    navigator.sendBeacon(this.$root.dataset.end ?? '/exit')
    location.replace(this.$root.dataset.away ?? '/')
  }
}
