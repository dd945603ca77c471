import { find } from './dom'

/** Says some minutes beforehand that the session will end, and lets a press of a button keep it. */
export class SessionWarning {
  private readonly $alert: HTMLElement
  private timer = 0

  constructor(private readonly $root: HTMLElement) {
    this.$alert = find($root, '[role="alert"]')
    find<HTMLFormElement>($root, 'form').addEventListener('submit', (event) => {
      event.preventDefault()
      void this.stay(event.target as HTMLFormElement)
    })
    this.wait()
  }

  private wait(): void {
    window.clearTimeout(this.timer)
    const seconds = Number(this.$root.dataset.idle) - Number(this.$root.dataset.warn)
    this.timer = window.setTimeout(() => (this.$alert.hidden = false), Math.max(0, seconds) * 1000)
  }

  private async stay($form: HTMLFormElement): Promise<void> {
    const answer = await fetch($form.action, { method: 'POST', body: new URLSearchParams(new FormData($form) as never) })
    if (answer.redirected || !answer.ok) {
      location.assign('/review/sign-in')
      return
    }
    this.$alert.hidden = true
    this.wait()
  }
}
