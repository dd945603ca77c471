/** After an error the page opens at the list of what is wrong. */
export class ErrorFocus {
  constructor($root: HTMLElement) {
    $root.focus()
  }
}
