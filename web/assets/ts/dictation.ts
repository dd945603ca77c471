// Only on pages of somebody who turned it on. The words heard go into the box; nothing here ever sends.
import { find } from './dom'
import { recognitionClass, worksHere } from './recognition'
import type { Heard, Recognition, RecognitionClass } from './recognition'

// Browsers want a country with the language. What the page speaks is what the council speaks.
const COUNTRIES: Record<string, string> = { en: 'en-GB' }
const REFUSED = ['not-allowed', 'service-not-allowed']

/**
 * A button that writes down what is said. Before the first time a notice on the page says who hears it. It stops by its
 * button, by Escape, when anything is sent, and when the page is left or covered.
 */
export class Dictation {
  private readonly $words = find<HTMLTextAreaElement>(document, '#words')
  private readonly $speak: HTMLButtonElement
  private readonly $notice: HTMLElement
  private readonly $state: HTMLElement
  private readonly language: string
  private readonly here: Promise<boolean>
  private told = false
  private now: Recognition | null = null

  constructor(private readonly $root: HTMLElement, private readonly Class: RecognitionClass) {
    this.$speak = find($root, '[data-part="speak"]')
    this.$notice = find($root, '[data-part="notice"]')
    this.$state = find($root, '[data-part="state"]')
    const { lang } = document.documentElement
    this.language = COUNTRIES[lang] ?? lang
    this.here = worksHere(Class, this.language)
    $root.hidden = false
    this.$speak.addEventListener('click', () => void this.press())
    find($root, '[data-part="go"]').addEventListener('click', () => void this.agreed())
    find($root, '[data-part="cancel"]').addEventListener('click', () => this.fold())
    this.stopWithThePage()
  }

  /** What is heard after the words were sent, or once nobody looks at the page, is thrown away. */
  private stopWithThePage(): void {
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.now?.stop()
    }, true)
    for (const name of ['submit', 'exit']) document.addEventListener(name, () => this.drop(), true)
    document.addEventListener('visibilitychange', () => document.hidden && this.drop())
    window.addEventListener('pagehide', () => this.drop())
  }

  private drop(): void {
    const one = this.now
    if (!one) return
    this.rest('')
    one.abort()
  }

  private async press(): Promise<void> {
    if (this.now) return this.now.stop()
    if (this.told) return this.listen(await this.here)
    const here = await this.here
    find(this.$notice, '[data-part="device"]').hidden = !here
    find(this.$notice, '[data-part="away"]').hidden = here
    this.$notice.hidden = false
    find(this.$notice, '#dictation-heading').focus()
  }

  private async agreed(): Promise<void> {
    this.told = true
    this.fold()
    this.listen(await this.here)
  }

  private fold(): void {
    this.$notice.hidden = true
    this.$speak.focus()
  }

  /** With `here` the sound stays on the device, or it fails: what the notice said is kept to. */
  private listen(here: boolean): void {
    if (this.now) return
    const one = new this.Class()
    one.lang = this.language
    one.continuous = true
    if (here) one.processLocally = true
    let after = this.data('nothing')
    one.addEventListener('result', (event) => {
      if (this.now !== one) return
      document.dispatchEvent(new Event('activity')) // a kiosk is not idle while somebody speaks
      if (this.write(event as Heard)) after = this.data('stopped')
    })
    one.addEventListener('error', (event) => {
      const { error } = event as Event & { error?: string }
      if (error === 'no-speech' || error === 'aborted') return
      after = this.data(REFUSED.includes(error ?? '') ? 'refused' : 'broken')
    })
    one.addEventListener('end', () => this.now === one && this.rest(after))
    window.speechSynthesis?.cancel() // else it would hear the page itself
    this.begin(one)
  }

  private begin(one: Recognition): void {
    this.now = one
    try {
      one.start()
    } catch {
      return this.rest(this.data('broken'))
    }
    this.$speak.textContent = this.$speak.dataset.stop ?? ''
    this.$root.classList.add('app-dictation--on')
    this.tell(this.data('listening'))
  }

  private rest(said: string): void {
    this.now = null
    this.$speak.textContent = this.$speak.dataset.speak ?? ''
    this.$root.classList.remove('app-dictation--on')
    this.tell(said)
  }

  /** Put what is certain at the end of the box. Nothing is spoken meanwhile: the microphone would hear it. */
  private write(heard: Heard): boolean {
    const texts: string[] = []
    for (let n = heard.resultIndex; n < heard.results.length; n++) {
      const result = heard.results[n]
      if (result?.isFinal) texts.push(result[0]?.transcript.trim() ?? '')
    }
    const text = texts.filter(Boolean).join(' ')
    if (text) {
      this.$words.value = joined(this.$words.value, text)
      this.$words.dispatchEvent(new Event('input', { bubbles: true }))
    }
    return Boolean(text)
  }

  private tell(text: string): void {
    this.$state.textContent = text
  }

  private data(name: string): string {
    return this.$root.dataset[name] ?? ''
  }
}

/** What stands in the box is left as it is; a blank parts it from what comes. */
export const joined = (before: string, text: string): string => (/\S$/.test(before) ? `${before} ${text}` : before + text)

const Class = recognitionClass()
const $root = document.querySelector<HTMLElement>('[data-module="dictation"]')
if ($root && Class) new Dictation($root, Class)
