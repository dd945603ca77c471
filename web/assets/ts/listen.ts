import { copyOf } from './dom'

const RATES: Record<string, number> = { slow: 0.7, usual: 1, fast: 1.3 }

/**
 * A button on each message that reads it aloud. Nothing plays by itself. Only voices of the device itself are used:
 * others send the words to the maker of the browser.
 */
export class Listen {
  private $playing: HTMLButtonElement | null = null

  constructor(private readonly $list: HTMLElement) {
    if (!('speechSynthesis' in window)) return
    // Many browsers load their voices late.
    speechSynthesis.addEventListener?.('voiceschanged', () => this.offer())
    new MutationObserver(() => this.offer()).observe($list, { childList: true })
    $list.addEventListener('click', (event) => {
      const $button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.app-listen') : null
      if ($button) this.press($button)
    })
    window.addEventListener('pagehide', () => speechSynthesis.cancel())
    this.offer()
  }

  private offer(): void {
    if (!voiceFor(document.documentElement.lang, speechSynthesis.getVoices())) return
    for (const $message of this.$list.querySelectorAll<HTMLElement>(':scope > .app-message')) {
      if ($message.querySelector('.app-listen')) continue
      const $button = copyOf('listen')
      const number = $message.querySelector('[data-part="number"]')?.parentElement?.textContent ?? ''
      $button.setAttribute('aria-label', `${$button.dataset.listen ?? ''}${number}`)
      $message.append($button)
    }
  }

  /** Read the message, or stop where it is being read. */
  private press($button: HTMLButtonElement): void {
    const again = $button === this.$playing
    speechSynthesis.cancel()
    this.rest()
    const text = $button.closest('.app-message')?.querySelector('[data-part="text"]')
    const language = text?.querySelector<HTMLElement>('[lang]')?.lang ?? document.documentElement.lang
    const voice = voiceFor(language, speechSynthesis.getVoices())
    if (again || !voice) return
    const lines = [...(text?.children ?? [])].map(($line) => $line.textContent ?? '')
    const speech = new SpeechSynthesisUtterance(lines.join('\n'))
    speech.voice = voice
    speech.lang = voice.lang
    speech.rate = RATES[this.$list.dataset.speed ?? ''] ?? 1
    speech.onend = speech.onerror = () => this.$playing === $button && this.rest()
    this.$playing = $button
    this.label($button, $button.dataset.stop ?? '')
    speechSynthesis.speak(speech)
  }

  private rest(): void {
    if (this.$playing) this.label(this.$playing, this.$playing.dataset.listen ?? '')
    this.$playing = null
  }

  private label($button: HTMLButtonElement, text: string): void {
    const number = ($button.getAttribute('aria-label') ?? '').replace($button.textContent ?? '', '')
    $button.textContent = text
    $button.setAttribute('aria-label', `${text}${number}`)
  }
}

/** The first voice of the device itself that speaks the page's language, or none. */
export const voiceFor = (language: string, voices: SpeechSynthesisVoice[]): SpeechSynthesisVoice | undefined =>
  voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language.toLowerCase()))
