import { find } from './dom'

const LOOK_AGAIN = 5000

/** Ask somebody to come, without leaving the page and what is half written on it. */
export class Bell {
  private readonly $state = find(document, '#bell-state')
  private readonly $stop: HTMLButtonElement
  private readonly url: string
  private timer = 0

  constructor(private readonly $root: HTMLElement) {
    const $ring = find<HTMLButtonElement>($root, '[data-part="ring"]')
    this.$stop = find($root, '[data-part="stop"]')
    this.url = $ring.getAttribute('formaction') ?? ''
    $ring.addEventListener('click', (event) => this.press(event, ''))
    this.$stop.addEventListener('click', (event) => this.press(event, 'yes'))
    this.wait($root.dataset.state ?? 'quiet')
  }

  private press(event: Event, stop: string): void {
    event.preventDefault()
    void this.ask({ method: 'POST', body: new URLSearchParams({ stop }) })
  }

  private async ask(options: RequestInit): Promise<void> {
    window.clearTimeout(this.timer)
    try {
      const answer = await fetch(this.url, { ...options, headers: { Accept: 'application/json' } })
      if (answer.ok) return this.show(((await answer.json()) as { bell: string }).bell)
    } catch {
      // No network: another part of the page says so.
    }
    this.tell(this.$root.dataset.failed ?? '')
    this.timer = window.setTimeout(() => void this.ask({}), LOOK_AGAIN)
  }

  private show(state: string): void {
    this.tell(state === 'quiet' ? '' : (this.$root.dataset[state] ?? ''))
    this.$stop.hidden = state === 'quiet'
    this.wait(state)
  }

  private wait(state: string): void {
    if (state !== 'quiet') this.timer = window.setTimeout(() => void this.ask({}), LOOK_AGAIN)
  }

  private tell(text: string): void {
    if (this.$state.isConnected && this.$state.textContent !== text) this.$state.textContent = text
  }
}
