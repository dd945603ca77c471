const PRESSES = 3
const WITHIN = 5000

export interface Pressed {
  /** How many more it takes; nought leaves. */
  left(presses: number): void
  /** Too slow, or another key: none counts any more. */
  forgotten(late: boolean): void
}

/** Shift pressed three times, either Shift key, both at once as well. Held for a capital letter it is no press. */
export class ShiftPresses {
  private presses = 0
  private alone = true
  private timer = 0

  constructor(private readonly told: Pressed) {
    document.addEventListener('keydown', (event) => this.down(event))
    document.addEventListener('keyup', (event) => this.up(event))
  }

  private down(event: KeyboardEvent): void {
    if (event.key === 'Shift') {
      if (!event.repeat) this.alone = true
    } else {
      this.alone = false
      this.forget(false)
    }
  }

  private up(event: KeyboardEvent): void {
    if (event.key !== 'Shift' || !this.alone) return
    this.presses += 1
    if (this.presses === 1) this.timer = window.setTimeout(() => this.forget(true), WITHIN)
    const left = Math.max(0, PRESSES - this.presses)
    if (!left) this.forget(false)
    this.told.left(left)
  }

  private forget(late: boolean): void {
    if (!this.presses) return
    window.clearTimeout(this.timer)
    this.presses = 0
    this.told.forgotten(late)
  }
}
