const EVERY = 15_000
const PATIENCE = 8000

/** True where our own server answers at all. */
export async function reached(): Promise<boolean> {
  const stop = new AbortController()
  const timer = window.setTimeout(() => stop.abort(), PATIENCE)
  try {
    await fetch('/livez', { cache: 'no-store', signal: stop.signal })
    return true
  } catch {
    return false
  } finally {
    window.clearTimeout(timer)
  }
}

/**
 * Says plainly that there is no internet, whom one can call, and when it is back. Meanwhile nothing leads away from the
 * page: what is written on it would be lost. Exit always works.
 */
export class NoNetwork {
  private gone = false

  constructor(private readonly $root: HTMLElement) {
    window.addEventListener('offline', () => this.tell(true))
    window.addEventListener('online', () => void this.look())
    document.addEventListener('unreachable', () => void this.look())
    document.addEventListener('click', (event) => this.hold(event), true)
    document.addEventListener('submit', (event) => this.hold(event), true)
    window.setInterval(() => void this.look(), EVERY)
    if (!navigator.onLine) this.tell(true)
  }

  private async look(): Promise<void> {
    if (this.$root.isConnected) this.tell(!(await reached()))
  }

  private tell(gone: boolean): void {
    if (gone === this.gone) return
    this.gone = gone
    this.write(gone ? this.words('gone', 'call') : this.words('back'))
  }

  private hold(event: Event): void {
    const $target = event.target instanceof Element ? event.target : null
    const leads = event.type === 'click' ? $target?.closest('a[href]:not([href^="#"])') : $target?.matches('form:not([data-exit], [data-module="chat"])')
    if (!this.gone || !leads) return
    event.preventDefault()
    this.write(this.words('wait', 'gone', 'call'))
  }

  private write(text: string): void {
    this.$root.textContent = text
  }

  private words(...names: string[]): string {
    return names.map((name) => this.$root.dataset[name] ?? '').join(' ')
  }
}
