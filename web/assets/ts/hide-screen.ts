import { find } from './dom'

/** Cover everything at a press, and show it again at another. Nothing of it is kept: a new page is not covered. */
export class HideScreen {
  private readonly $cover = find<HTMLDialogElement>(document, '#hide-cover')

  constructor($root: HTMLElement) {
    $root.hidden = false
    $root.addEventListener('click', () => this.hide())
    find(this.$cover, '[data-part="show"]').addEventListener('click', () => this.show())
    // Held down it would cover and show again and again.
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.repeat || event.defaultPrevented) return
      event.preventDefault()
      if (this.$cover.open) this.show()
      else this.hide()
    })
  }

  private hide(): void {
    document.documentElement.classList.add('app-covered')
    this.$cover.showModal()
  }

  private show(): void {
    document.documentElement.classList.remove('app-covered')
    this.$cover.close()
  }
}
