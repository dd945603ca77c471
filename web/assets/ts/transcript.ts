import { Announcer } from './announcer'
import { copyOf, find } from './dom'
import type { Message } from './types'

/** The list of what was said. Only ever added to; focus and the reading place of a screen reader stay where they are. */
export class Transcript {
  private readonly $list = find<HTMLOListElement>(document, '#transcript')
  private readonly announcer = new Announcer(find(document, '#announcer'))

  get last(): number {
    return Number(this.$list.dataset.last ?? 0)
  }

  /** Add what is new; anything already here is passed over, so an answer that comes twice is shown once. */
  add(messages: Message[]): void {
    const fresh = messages.filter((message) => message.seq > this.last).sort((a, b) => a.seq - b.seq)
    if (!fresh.length) return
    document.getElementById('new')?.removeAttribute('id')
    const $items = fresh.map((message) => this.item(message))
    const $first = $items[fresh.findIndex((message) => message.from === 'bot')]
    if ($first) $first.id = 'new'
    this.$list.append(...$items)
    this.$list.dataset.last = String(fresh[fresh.length - 1]!.seq)
    for (const message of fresh) if (message.from === 'bot') this.announcer.say(spoken(message, this.words))
    ;($first ?? $items[0])?.scrollIntoView({ block: 'start' })
  }

  clear(): void {
    this.$list.textContent = ''
  }

  private get words(): { bot: string; choices: string } {
    return { bot: this.$list.dataset.bot ?? '', choices: this.$list.dataset.choices ?? '' }
  }

  private item(message: Message): HTMLElement {
    const $item = copyOf(`message-${message.from}`)
    $item.classList.add(`app-message--${message.kind}`)
    find($item, '[data-part="number"]').textContent = String(message.seq)
    const $text = find($item, '[data-part="text"]')
    if (message.picture) {
      $item.classList.add('app-message--pictured')
      $text.before(drawing(message.picture))
    }
    for (const line of lines(message)) {
      const $line = document.createElement('p')
      if (message.from === 'person') $line.className = 'app-words'
      $line.dir = 'auto'
      if (message.lang) $line.lang = message.lang
      $line.textContent = line
      $text.append($line)
    }
    return $item
  }
}

/** Our own drawing beside Easy words; the template knows the file. */
const drawing = (name: string): HTMLElement => {
  const $picture = copyOf('picture')
  const $use = $picture.querySelector('use')
  $use?.setAttribute('href', `${$use.getAttribute('href') ?? ''}#${name}`)
  return $picture
}

/** One paragraph for each line the bot says; a person's words stay one piece, exactly as typed. */
export const lines = (message: Message): string[] =>
  message.from === 'person' ? [message.text] : message.text.split('\n').filter((line) => line.trim())

/** What is read aloud for one message: who speaks, what they say, and what can be picked. */
export const spoken = (message: Message, words: { bot: string; choices: string }): string => {
  const choices = message.choices.map((choice) => choice.title).join('. ')
  return `${words.bot}: ${message.text}${choices ? ` ${words.choices} ${choices}.` : ''}`
}
