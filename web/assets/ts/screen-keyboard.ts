import { copyOf, find } from './dom'

type Field = HTMLTextAreaElement | HTMLInputElement
const FIELDS = 'main textarea, main input[type="text"]'

/** A keyboard of plain buttons below the field: for a touch, or a switch that goes from one to the next. */
export class ScreenKeyboard {
  readonly $keys = copyOf('keyboard')

  constructor(private readonly $field: Field) {
    this.$keys.addEventListener('click', (event) => {
      const $key = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null
      if ($key) this.press($key)
    })
    ;($field.closest('.govuk-form-group') ?? $field).after(this.$keys)
    $field.classList.add('app-typed-into')
  }

  remove(): void {
    this.$keys.remove()
    this.$field.classList.remove('app-typed-into')
  }

  private press($key: HTMLElement): void {
    const does = $key.dataset.does ?? ''
    if (does === 'shift') this.shift(!this.capital)
    else if (does === 'other') this.turn()
    else if (does === 'left' || does === 'right') this.move(does === 'left' ? -1 : 1)
    else if (does === 'back') this.erase()
    else this.write($key.dataset.types ?? '')
  }

  private get capital(): boolean {
    return find(this.$keys, '[data-does="shift"]').getAttribute('aria-pressed') === 'true'
  }

  /** Also shown on the keys themselves. */
  private shift(on: boolean): void {
    find(this.$keys, '[data-does="shift"]').setAttribute('aria-pressed', String(on))
    for (const $key of this.$keys.querySelectorAll<HTMLElement>('[data-set="letters"] [data-types]')) {
      const key = $key.dataset.types ?? ''
      $key.textContent = on ? key.toUpperCase() : key
    }
  }

  private turn(): void {
    for (const $set of this.$keys.querySelectorAll<HTMLElement>('[data-set]')) $set.hidden = !$set.hidden
    const $other = find(this.$keys, '[data-does="other"]')
    const text = $other.dataset.text ?? ''
    $other.dataset.text = $other.textContent ?? ''
    $other.textContent = text
  }

  private move(step: number): void {
    const at = Math.max(0, (this.$field.selectionStart ?? 0) + step)
    this.$field.setSelectionRange(at, at)
  }

  private write(key: string): void {
    this.change(this.capital ? key.toUpperCase() : key)
    if (this.capital) this.shift(false)
  }

  /** What is marked, else the sign before: a whole one, also where it takes two places. */
  private erase(): void {
    const { selectionStart: start, selectionEnd: end, value } = this.$field
    if (start === null || end === null) return
    if (start === end) this.$field.setSelectionRange(start - ([...value.slice(0, start)].pop()?.length ?? 0), end)
    this.change('')
  }

  private change(text: string): void {
    const { selectionStart: start, selectionEnd: end, value } = this.$field
    this.$field.setRangeText(text, start ?? value.length, end ?? value.length, 'end')
    this.$field.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

let shown: ScreenKeyboard | null = null

/** Show the keyboard, or take it away. Called by the button that fetched this. */
export function toggle($button: HTMLElement): void {
  const $field = document.querySelector<Field>(FIELDS)
  if (shown) {
    shown.remove()
    shown = null
  } else if ($field) {
    shown = new ScreenKeyboard($field)
    shown.$keys.querySelector('button')?.focus()
  }
  $button.textContent = (shown ? $button.dataset.hide : $button.dataset.show) ?? ''
  $button.setAttribute('aria-expanded', String(!!shown))
}
