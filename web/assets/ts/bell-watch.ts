import { find } from './dom'

interface Call {
  id: string
  kiosk: string
}

const EVERY = 10_000

/** A desk's page looks by itself whether anybody rang, says so once for each, and leads to the newest list. */
export class BellWatch {
  private readonly $news: HTMLElement
  private readonly known: Set<string>
  private readonly title = document.title

  constructor(private readonly $root: HTMLElement) {
    this.$news = find($root, '[data-part="news"]')
    this.known = new Set([...$root.querySelectorAll<HTMLElement>('[data-call]')].map(($call) => $call.dataset.call ?? ''))
    window.setInterval(() => void this.look(), EVERY)
  }

  private async look(): Promise<void> {
    const answer = await fetch(this.$root.dataset.url ?? '', { headers: { Accept: 'application/json' } }).catch(() => null)
    if (!answer) return
    if (answer.redirected || answer.status === 401) return location.assign('/review/sign-in')
    if (!answer.ok) return
    const calls = (await answer.json()) as Call[]
    for (const call of calls) if (!this.known.has(call.id)) this.tell(call)
    document.title = calls.length ? `(${calls.length}) ${this.title}` : this.title
  }

  private tell(call: Call): void {
    this.known.add(call.id)
    const $line = document.createElement('p')
    $line.className = 'govuk-body app-card app-card--alert'
    const $link = document.createElement('a')
    $link.className = 'govuk-link app-plain-link'
    $link.href = location.pathname
    $link.textContent = this.$root.dataset.look ?? ''
    $line.append(`${(this.$root.dataset.says ?? '').replace('{kiosk}', call.kiosk)} `, $link)
    this.$news.append($line)
  }
}
