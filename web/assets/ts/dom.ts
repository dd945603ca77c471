/** Find what must be there, or say what is missing. */
export function find<T extends HTMLElement>($root: ParentNode, selector: string): T {
  const $found = $root.querySelector<T>(selector)
  if (!$found) throw new Error(`There is no ${selector} on this page`)
  return $found
}

/** A copy of the one element in a <template>. */
export function copyOf(id: string): HTMLElement {
  const $copy = find<HTMLTemplateElement>(document, `#${id}`).content.firstElementChild?.cloneNode(true)
  if (!($copy instanceof HTMLElement)) throw new Error(`The template ${id} is empty`)
  return $copy
}
