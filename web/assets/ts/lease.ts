/** Take the lease of this page up again; true where the session is open now. */
export async function renewed(): Promise<boolean> {
  const $lease = document.querySelector<HTMLElement>('[data-module="lease"]')
  return !!$lease && (await ask($lease)).ok
}

const ask = ($lease: HTMLElement): Promise<Response> =>
  fetch($lease.dataset.renew ?? '', {
    method: 'POST',
    body: new URLSearchParams({ key: $lease.dataset.key ?? '' }),
    headers: { Accept: 'application/json' }
  })

/**
 * While this page is open it says so, every minute and whenever it is looked at again; when it no longer does, the
 * session soon ends by itself. A page that slept in a pocket takes it up again: the key stands in the page alone.
 */
export class Lease {
  constructor(private readonly $root: HTMLElement) {
    const renew = (): void => void this.renew()
    window.setInterval(renew, Number($root.dataset.every) * 1000)
    window.addEventListener('online', renew)
    document.addEventListener('visibilitychange', () => document.hidden || renew())
    renew()
  }

  private async renew(): Promise<void> {
    if (!this.$root.isConnected) return
    try {
      const answer = await ask(this.$root)
      if (answer.status === 401 && this.$root.isConnected) this.close()
    } catch {
      // No network: what is written stays here, and the next try comes by itself.
      document.dispatchEvent(new Event('unreachable'))
    }
  }

  /** It was ended elsewhere: nothing that was said stays on this screen either. */
  private close(): void {
    document.documentElement.classList.add('app-blank')
    location.replace(this.$root.dataset.closed ?? '/')
  }
}
