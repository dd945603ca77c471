import { Choices } from './choices'
import { copyOf, find } from './dom'
import { Draft } from './draft'
import { renewed } from './lease'
import { Transcript } from './transcript'
import type { Problem, Update } from './types'

const PATIENCE = 30_000
const SLOW = 1500
const LOOK_AGAIN = 4000

/** The form that sends an answer, without leaving the page. The same form works by itself where this does not run. */
export class Chat {
  private readonly $form: HTMLFormElement
  private readonly $words: HTMLTextAreaElement
  private readonly $turn: HTMLInputElement
  private readonly $status = find(document, '#status')
  private readonly $errors = find(document, '#errors')
  private readonly transcript = new Transcript()
  private readonly choices = new Choices()
  private readonly draft: Draft
  private busy = false
  private looking = 0
  private help = ''

  constructor($root: HTMLElement) {
    if (!($root instanceof HTMLFormElement)) throw new Error('chat: needs a form')
    this.$form = $root
    this.$words = find($root, '#words')
    this.$turn = find($root, '[name="turn_id"]')
    this.draft = new Draft($root.dataset.draft ?? '', this.$words, () => this.transcript.last)
    // Not event.submitter, which older telephones lack. Enter presses the form's first button, so that clicks too.
    this.$form.addEventListener('click', (event) => {
      const $button = event.target instanceof Element ? event.target.closest('button') : null
      if ($button) this.help = $button.value
    })
    this.$form.addEventListener('submit', (event) => {
      if (event.submitter?.hasAttribute('formaction')) return // it is sent elsewhere
      event.preventDefault()
      void this.send(this.help)
    })
    this.$words.addEventListener('input', () => this.$words.value.trim() && this.choices.clear())
    // Browsers bring the line that is written into view, not the whole box (WCAG 2.4.12).
    this.$words.addEventListener('focus', () => this.$words.scrollIntoView({ block: 'nearest' }))
    if (this.$form.dataset.waiting === 'yes') this.wait(true)
  }

  /** Send what is written, or picked; or a help, which leaves what is written alone. */
  private async send(help: string): Promise<void> {
    if (this.busy) return
    const words = this.$words.value
    const body = new URLSearchParams({ turn_id: this.$turn.value, after: String(this.transcript.last) })
    if (help) body.set('help', help)
    else if (words.trim()) body.set('words', words)
    else body.set('choice', this.choices.picked)
    this.hold(true)
    try {
      const update = await this.ask(this.$form.action, { method: 'POST', body })
      if (!help) this.forgetSent(words)
      this.show(update)
    } catch (error) {
      this.refuse(error instanceof Refused ? error.problem : null)
    } finally {
      this.hold(false)
    }
  }

  private async ask(url: string, options: RequestInit, again = false): Promise<Update> {
    const stop = new AbortController()
    const timer = window.setTimeout(() => stop.abort(), PATIENCE)
    try {
      const headers = { Accept: 'application/json' }
      const response = await fetch(url, { ...options, headers, signal: stop.signal })
      const answer: unknown = await response.json()
      // This page slept, and its lease ran out meanwhile.
      if (response.status === 401 && !again && (await renewed())) return await this.ask(url, options, true)
      if (!response.ok) throw new Refused(answer as Problem)
      return answer as Update
    } finally {
      window.clearTimeout(timer)
    }
  }

  private show(update: Update): void {
    if (update.closed) return this.leave()
    if (update.again) return this.layAnew()
    this.forgive()
    this.$turn.value = update.turn_id
    this.choices.show(update.choices, update.question)
    this.transcript.add(update.messages)
    this.draft.anew()
    this.wait(update.waiting)
  }

  /** What was typed while the answer was on its way stays in the box. */
  private forgetSent(sent: string): void {
    const now = this.$words.value
    this.$words.value = now.startsWith(sent) ? now.slice(sent.length) : now
  }

  private hold(busy: boolean): void {
    this.busy = busy
    for (const $button of this.$form.querySelectorAll<HTMLButtonElement>('button')) {
      if (busy) $button.setAttribute('aria-disabled', 'true')
      else $button.removeAttribute('aria-disabled')
    }
    if (busy) window.setTimeout(() => this.busy && this.tell(this.$form.dataset.slow ?? ''), SLOW)
    else if (!this.looking) this.tell('')
  }

  private tell(text: string): void {
    if (this.$status.textContent !== text) this.$status.textContent = text
  }

  /** The words are kept but not answered yet: look again every few seconds, while anybody is looking at the page. */
  private wait(waiting: boolean): void {
    window.clearTimeout(this.looking)
    this.looking = 0
    this.tell(waiting ? (this.$form.dataset.kept ?? '') : '')
    if (waiting) this.looking = window.setTimeout(() => void this.look(), LOOK_AGAIN)
  }

  private async look(): Promise<void> {
    if (this.busy || document.hidden) return this.wait(true)
    try {
      this.show(await this.ask(`${this.$form.dataset.updates}?after=${this.transcript.last}`, {}))
    } catch (error) {
      if (error instanceof Refused && error.problem.error === 'not_signed_in') this.leave()
      else this.wait(true)
    }
  }

  /** Nothing was lost: the words are still in the box. Say what happened where a screen reader hears it, once. */
  private refuse(problem: Problem | null): void {
    if (problem?.error === 'not_signed_in') this.transcript.clear()
    const text = problem?.message ?? this.$form.dataset.offline ?? ''
    const $summary = copyOf('error-summary')
    find($summary, 'a').textContent = text
    this.$errors.textContent = ''
    this.$errors.append($summary)
    const $message = copyOf('error-message')
    find($message, '[data-part="text"]').textContent = text
    this.forgive(false)
    this.$words.before($message)
    this.$words.classList.add('govuk-textarea--error')
    this.$words.setAttribute('aria-describedby', 'words-hint words-error')
    $summary.focus()
  }

  private forgive(all = true): void {
    if (all) this.$errors.textContent = ''
    document.getElementById('words-error')?.remove()
    this.$words.classList.remove('govuk-textarea--error')
    this.$words.setAttribute('aria-describedby', 'words-hint')
  }

  /** Somebody else writes now: nothing that was said before may stay on the screen. */
  private layAnew(): void {
    this.transcript.clear()
    location.reload()
  }

  private leave(): void {
    document.documentElement.classList.add('app-blank')
    location.replace(this.$form.dataset.closed ?? '/')
  }
}

class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.error)
  }
}
