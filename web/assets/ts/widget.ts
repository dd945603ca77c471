// The one script that another site names: a button, and the chat in a frame that this site cannot read and that cannot read
// this site. It needs no style sheet, no other file and no inline anything: a strict policy on this site stays as it is.
import { ShiftPresses } from './shift-presses'
import { css } from './widget-style'

type Left = 'left' | 'left1' | 'left2'
// The server puts the catalogue's words in this place: web/widget/routes.py.
const words = 'the words of the widget' as unknown as Record<'name' | 'button' | 'close' | 'own_page' | Left, string>
const EXIT_PATIENCE = 300
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation'

class Widget {
  private readonly $button = made('button', { type: 'button', class: 'launcher', 'aria-expanded': 'false' })
  private readonly $panel = made('div', { class: 'panel', role: 'dialog', tabindex: '-1' })
  private readonly $frame = made('iframe', { sandbox: SANDBOX, allow: '' })
  private readonly $said = made('p', { role: 'status' })
  private leaving = false

  constructor(
    private readonly origin: string,
    private readonly options: DOMStringMap
  ) {
    const name = options.name || words.name
    this.$button.textContent = options.label || words.button
    this.$panel.setAttribute('aria-label', name)
    this.$frame.title = name
    this.$panel.hidden = true
    this.$panel.append(this.bar(), this.$frame)
    document.body.append(this.root(name))
    this.listen()
  }

  private root(name: string): HTMLElement {
    const $root = made('div', { role: 'region', 'aria-label': name, 'data-own-words': '' })
    const $shadow = $root.attachShadow({ mode: 'open' })
    dress($shadow)
    const $side = made('div', { class: this.options.side === 'left' ? 'left' : 'right' })
    $side.append(this.$button, this.$panel)
    $shadow.append($side)
    return $root
  }

  private bar(): HTMLElement {
    const $bar = made('div', { class: 'bar' })
    const $link = made('a', { href: `${this.origin}/`, target: '_blank', rel: 'noopener noreferrer' })
    $link.textContent = words.own_page
    const $close = made('button', { type: 'button' })
    $close.textContent = words.close
    $close.addEventListener('click', () => this.close())
    $bar.append($link, $close, this.$said)
    return $bar
  }

  private listen(): void {
    this.$button.addEventListener('click', () => (this.$panel.hidden ? this.open() : this.close()))
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) this.close()
    })
    window.addEventListener('message', (event: MessageEvent<{ ownWords?: string; away?: string } | null>) => {
      if (event.origin !== this.origin || event.source !== this.$frame.contentWindow) return
      if (event.data?.ownWords === 'close') this.close()
      if (event.data?.ownWords === 'exit') this.exit(event.data.away ?? '')
    })
    new ShiftPresses({ left: (presses) => this.count(presses), forgotten: () => (this.$said.textContent = '') })
  }

  /** The frame is asked for only now: a page that nobody opens it on sends nothing anywhere. */
  private open(): void {
    if (!this.$frame.src) this.$frame.src = `${this.origin}/widget`
    this.$panel.hidden = false
    this.$button.setAttribute('aria-expanded', 'true')
    this.$panel.focus()
  }

  /** What is written stays in the frame. Focus goes back only from inside: elsewhere it is somebody's own place. */
  private close(): void {
    if (this.$panel.hidden) return
    const inside = this.$panel.contains((this.$panel.getRootNode() as ShadowRoot).activeElement)
    this.$panel.hidden = true
    this.$button.setAttribute('aria-expanded', 'false')
    if (inside) this.$button.focus()
  }

  /** Shift outside the frame is counted here, and only while the chat is open. */
  private count(left: number): void {
    if (this.$panel.hidden) return
    this.$said.textContent = left ? words[left === 1 ? 'left1' : 'left2'] : ''
    if (!left) this.exitFromHere()
  }

  /** The frame ends the session and says where to go, but blank comes first. */
  private exitFromHere(): void {
    blank()
    this.$frame.contentWindow?.postMessage({ ownWords: 'exit' }, this.origin)
    window.setTimeout(() => this.exit(''), EXIT_PATIENCE)
  }

  private exit(away: string): void {
    if (this.leaving) return
    this.leaving = true
    blank()
    location.replace(/^https?:/.test(away) ? away : 'about:blank')
  }
}

function made<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>
): HTMLElementTagNameMap[Name] {
  const $made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) $made.setAttribute(attribute, value)
  return $made
}

/** A sheet made by script is no inline style: the site's policy need not allow any. */
function dress($shadow: ShadowRoot): void {
  if ('adoptedStyleSheets' in $shadow && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    $shadow.adoptedStyleSheets = [sheet]
  } else {
    const $style = document.createElement('style')
    $style.textContent = css
    $shadow.append($style)
  }
}

function blank(): void {
  document.documentElement.style.setProperty('display', 'none', 'important')
  document.title = words.left
}

const $script = document.currentScript
if ($script instanceof HTMLScriptElement && !document.querySelector('[data-own-words]')) {
  const { origin } = new URL($script.src)
  const begin = (): unknown => new Widget(origin, $script.dataset)
  if (document.body) begin()
  else document.addEventListener('DOMContentLoaded', begin)
}
