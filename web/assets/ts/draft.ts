const PAUSE = 800

/**
 * Where the device is the person's own, what stands in the box is kept with the conversation, sealed, a moment after each
 * change. Nothing is kept in the browser. On a shared device there is no address to keep it at, and nothing is done.
 */
export class Draft {
  private timer = 0
  private kept: string
  private busy = false

  constructor(
    private readonly url: string,
    private readonly $words: HTMLTextAreaElement,
    private readonly seen: () => number
  ) {
    this.kept = $words.value
    if (!url) return
    const keep = (): void => void this.keep()
    $words.addEventListener('input', () => this.soon())
    window.addEventListener('online', keep)
    window.addEventListener('pagehide', keep)
    document.addEventListener('visibilitychange', () => document.hidden && keep())
  }

  /** The conversation went on. What was sent is a draft no more; what is still in the box is one of the new page. */
  anew(): void {
    this.kept = ''
    if (this.url) this.soon()
  }

  private soon(): void {
    window.clearTimeout(this.timer)
    this.timer = window.setTimeout(() => void this.keep(), PAUSE)
  }

  /** One at a time, so that an older text never comes after a newer one. What did not arrive is tried again. */
  private async keep(): Promise<void> {
    window.clearTimeout(this.timer)
    const words = this.$words.value
    if (words === this.kept || !this.$words.isConnected) return
    if (this.busy) return this.soon()
    this.busy = true
    try {
      const body = new URLSearchParams({ words, after: String(this.seen()) })
      const answer = await fetch(this.url, { method: 'POST', body, keepalive: words.length < 15_000 })
      if (answer.ok) this.kept = words
    } catch {
      // No network: the words are still in the box, and the next change or the network's return tries again.
    } finally {
      this.busy = false
    }
    if (this.$words.value !== words) this.soon()
  }
}
