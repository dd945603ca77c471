import { recognitionClass } from './recognition'

/** Shows a choice that only some browsers can keep to. */
export class IfDictation {
  constructor($root: HTMLElement) {
    $root.hidden = !recognitionClass()
  }
}
