import { find } from './dom'

// Anything at all that somebody at the screen does, a screen reader and a switch included. Other scripts say `activity`,
// such as one that hears speech.
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'touchstart', 'wheel', 'input', 'focusin', 'selectionchange']
const WHILE_WARNED = ['keydown', 'pointerdown', 'touchstart', 'wheel', 'input']
const SAID_AT = [60, 30, 10]
const TICK = 500
const AFTER_TOUCH = 400

/**
 * With nothing pressed for a while, ask whether somebody is there; with still nothing pressed, leave as Exit does. The
 * clock is read, not counted: a screen that slept is not asked first.
 */
export class IdleWarning {
  private readonly $dialog: HTMLDialogElement
  private readonly $number: HTMLElement
  private readonly $said: HTMLElement
  private readonly idle: number
  private readonly warn: number
  private since = Date.now()
  private toSay: number[] = []

  constructor($root: HTMLElement) {
    this.$dialog = $root as HTMLDialogElement
    this.$number = find($root, '[data-part="number"]')
    this.$said = find($root, '[data-part="said"]')
    this.idle = Number($root.dataset.idle)
    this.warn = Number($root.dataset.warn)
    for (const sign of [...SIGNS, 'activity']) document.addEventListener(sign, (event) => this.seen(event), true)
    this.$dialog.addEventListener('click', () => this.stay())
    this.$dialog.addEventListener('cancel', () => this.stay())
    window.setInterval(() => this.tick(), TICK)
    stopPlainClock()
  }

  private seen(event: Event): void {
    if (!this.$dialog.open) {
      this.since = Date.now()
      return
    }
    if (!WHILE_WARNED.includes(event.type) && event.type !== 'activity') return
    this.since = Date.now()
    if (event instanceof KeyboardEvent) this.typed(event)
    // What is touched is this window, not what lies beneath: it goes after the press is over.
    else if (event.type === 'pointerdown') window.setTimeout(() => this.stay(), AFTER_TOUCH)
    else if (event.type !== 'touchstart') this.stay()
  }

  /** A letter goes where it was meant to; a key that presses or moves does only this. */
  private typed(event: KeyboardEvent): void {
    if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.altKey || event.metaKey) event.preventDefault()
    this.stay()
  }

  private stay(): void {
    this.since = Date.now()
    this.$said.textContent = ''
    if (this.$dialog.open) this.$dialog.close()
  }

  private tick(): void {
    if (window.speechSynthesis?.speaking) this.since = Date.now()
    const left = Math.ceil(this.idle + this.warn - (Date.now() - this.since) / 1000)
    if (left <= 0) return this.leave()
    if (left > this.warn) {
      if (this.$dialog.open) this.stay()
      return
    }
    if (!this.$dialog.open) {
      this.toSay = [this.warn, ...SAID_AT.filter((number) => number < this.warn)]
      this.$dialog.showModal()
    }
    this.$number.textContent = String(left)
    this.say(left)
  }

  /** Not each second: a screen reader would say nothing else. */
  private say(left: number): void {
    if (!this.toSay.some((number) => left <= number)) return
    this.toSay = this.toSay.filter((number) => left > number)
    this.$said.textContent = (this.$dialog.dataset.left ?? '').replace('{number}', String(left))
  }

  private leave(): void {
    document.dispatchEvent(new CustomEvent('exit', { detail: this.$dialog.dataset.closed }))
  }
}

/** The Refresh header is for pages on which this does not run. Stopping also stops what is on its way, so look again. */
function stopPlainClock(): void {
  const stop = (): void => {
    window.stop()
    window.dispatchEvent(new Event('online'))
  }
  if (document.readyState === 'complete') stop()
  else window.addEventListener('load', () => window.setTimeout(stop))
}
