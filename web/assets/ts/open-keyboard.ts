/** The button that shows a keyboard on the screen, where there is something to write in. Its script comes when asked. */
export class OpenKeyboard {
  constructor(private readonly $root: HTMLElement) {
    $root.hidden = !document.querySelector('main textarea, main input[type="text"]')
    $root.addEventListener('click', () => void this.toggle())
  }

  private async toggle(): Promise<void> {
    const script = this.$root.dataset.script as string
    try {
      const { toggle } = (await import(script)) as { toggle: ($button: HTMLElement) => void }
      toggle(this.$root)
    } catch {
      // It cannot be fetched just now; another part of the page says that there is no internet.
      document.dispatchEvent(new Event('unreachable'))
    }
  }
}
