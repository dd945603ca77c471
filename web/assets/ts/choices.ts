import { copyOf, find } from './dom'
import type { Choice } from './types'

/** The answers that can be picked: real radio buttons, sent only by pressing Send. */
export class Choices {
  private readonly $group = find(document, '#choices')
  private readonly $items = find(document, '#choice-items')
  private readonly $question = find(document, '#choice-question')

  get picked(): string {
    return this.$items.querySelector<HTMLInputElement>('input:checked')?.value ?? ''
  }

  show(choices: Choice[], question: string): void {
    this.$group.hidden = choices.length === 0
    this.$question.textContent = question
    this.$items.textContent = ''
    this.$items.append(...choices.map((choice, index) => item(choice, index)))
  }

  /** Someone who writes is answering in their own words: nothing stays picked behind their back. */
  clear(): void {
    for (const $input of this.$items.querySelectorAll<HTMLInputElement>('input')) $input.checked = false
  }
}

function item(choice: Choice, index: number): HTMLElement {
  const $item = copyOf('choice')
  const $input = find<HTMLInputElement>($item, 'input')
  const $label = find<HTMLLabelElement>($item, 'label')
  $input.id = `choice-${index + 1}`
  $input.value = choice.value
  $label.htmlFor = $input.id
  $label.textContent = choice.title
  return $item
}
