import { find } from './dom'

/** Ticks the words that are selected in the text above: the boxes stay what is sent. */
export class PickWords {
  constructor($root: HTMLElement) {
    const $words = find<HTMLElement>(document, `#${$root.dataset.words}`)
    find($root, '[data-part="select"]').hidden = false
    const $boxes = [...$root.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')]
    document.addEventListener('selectionchange', () => {
      const range = selectedIn($words)
      if (!range) return
      const places = [...($words.textContent ?? '').matchAll(/\S+/g)]
      places.forEach((place, n) => {
        const start = place.index ?? 0
        const $box = $boxes[n]
        if ($box) $box.checked = start < range[1] && start + place[0].length > range[0]
      })
    })
  }
}

/** Where the selection begins and ends, in characters; nothing where it is elsewhere or empty. */
function selectedIn($words: HTMLElement): [number, number] | null {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null
  const range = selection.getRangeAt(0)
  if (!$words.contains(range.startContainer) || !$words.contains(range.endContainer)) return null
  const before = document.createRange()
  before.selectNodeContents($words)
  before.setEnd(range.startContainer, range.startOffset)
  const start = before.toString().length
  return [start, start + range.toString().length]
}
