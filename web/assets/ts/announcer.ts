const GAP = 120
const LIFE = 8000

/**
 * Speak each message exactly once, in order, from a live region of its own. The transcript is no live region: a screen
 * reader would read it from the top. Each message is a node of its own, added a moment after the one before, so that a
 * burst is five additions and not one; it goes again later, so that nobody meets everything twice when reading on.
 */
export class Announcer {
  private readonly queue: string[] = []
  private timer = 0

  constructor(private readonly $region: HTMLElement) {}

  say(text: string): void {
    this.queue.push(text)
    if (!this.timer) this.timer = window.setTimeout(() => this.next(), GAP)
  }

  private next(): void {
    const text = this.queue.shift()
    this.timer = 0
    if (text === undefined) return
    const $line = document.createElement('p')
    $line.textContent = text
    this.$region.append($line)
    window.setTimeout(() => $line.remove(), LIFE)
    if (this.queue.length) this.timer = window.setTimeout(() => this.next(), GAP)
  }
}
