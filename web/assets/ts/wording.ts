import { find } from './dom'

interface Assessment {
  label: string
  spans: { text: string; kind: string | null; side: string }[]
  deeper: { kind: string; service_text: string } | null
}

/** The questions for each kind of service; `named` have a gap for what it is called. */
export interface Questions {
  plain: Map<string, string>
  named: Map<string, string>
}

const PAUSE = 700

/** Says, as a practitioner writes, what sounds like a service and which question gets behind it. */
export class Wording {
  private timer = 0
  private asked = 0
  private readonly $noticed: HTMLElement
  private readonly questions: Questions = { plain: new Map(), named: new Map() }

  constructor(private readonly $root: HTMLElement) {
    this.$noticed = find($root, '[data-part="noticed"]')
    for (const $one of find<HTMLTemplateElement>($root, 'template').content.querySelectorAll<HTMLElement>('[data-kind]')) {
      const kind = $one.dataset.named ? this.questions.named : this.questions.plain
      kind.set($one.dataset.kind ?? '', $one.textContent ?? '')
    }
    const $text = find<HTMLTextAreaElement>($root, 'textarea')
    $text.addEventListener('input', () => {
      window.clearTimeout(this.timer)
      this.timer = window.setTimeout(() => void this.read($text.value), PAUSE)
    })
  }

  private async read(text: string): Promise<void> {
    const mine = ++this.asked
    if (!text.trim()) return this.show([])
    const answer = await fetch('/api/v1/assessments', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text })
    }).catch(() => null)
    if (!answer?.ok || mine !== this.asked) return
    const found = (await answer.json()) as Assessment
    if (mine !== this.asked) return
    const service = found.label === 'service' || found.label === 'mixed'
    this.show(service ? lines(found, this.questions) : [])
  }

  private show(found: string[]): void {
    const text = found.length ? [this.$root.dataset.found, ...found].join('. ') : ''
    if (this.$noticed.textContent !== text) this.$noticed.textContent = text
  }
}

/** One line for each place: the words, and the question for their kind. */
export function lines(found: Assessment, questions: Questions): string[] {
  return found.spans
    .filter((span) => span.side === 'service' && span.kind)
    .map((span) => `“${span.text}”. ${question(span.kind ?? '', found.deeper, questions)}`)
}

function question(kind: string, deeper: Assessment['deeper'], { plain, named }: Questions): string {
  const name = deeper?.kind === kind ? deeper.service_text : ''
  const whole = name ? named.get(kind) : undefined
  return whole?.replace('{words}', () => name) ?? plain.get(kind) ?? ''
}
