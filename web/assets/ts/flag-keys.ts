const OPEN = ['a', 'd', 'q', 'u']

/** One key for each deed on a flag. Only where the practitioner has turned them on. */
export class FlagKeys {
  private readonly flags: HTMLElement[]
  private at = -1

  constructor($root: HTMLElement) {
    this.flags = [...$root.querySelectorAll<HTMLElement>('[data-part="flag"]')]
    if ($root.dataset.on === 'yes') document.addEventListener('keydown', (event) => this.press(event))
  }

  private press(event: KeyboardEvent): void {
    const $target = event.target as HTMLElement
    if (event.ctrlKey || event.metaKey || event.altKey || $target.matches('input, select, textarea')) return
    // After a decision the page comes back at its flag, and goes on from there.
    const here = this.flags.findIndex(($flag) => $flag.contains($target))
    if (here >= 0) this.at = here
    if (event.key === 'j') this.go(1)
    else if (event.key === 'k') this.go(-1)
    else if (OPEN.includes(event.key)) this.flags[this.at]?.querySelector<HTMLElement>(`[data-key="${event.key}"]`)?.click()
  }

  private go(step: number): void {
    if (!this.flags.length) return
    this.at = Math.min(Math.max(this.at + step, 0), this.flags.length - 1)
    this.flags[this.at]?.focus()
  }
}
