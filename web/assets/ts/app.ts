// Starts one class for each data-module on the page. Without scripts every page still works: these make it nicer.
import { BellWatch } from './bell-watch'
import { Chat } from './chat'
import { ErrorFocus } from './error-focus'
import { ExitThisPage } from './exit-this-page'
import { FlagKeys } from './flag-keys'
import { listenInFrame } from './framed'
import { IfDictation } from './if-dictation'
import { Lease } from './lease'
import { Listen } from './listen'
import { OnlyOnce } from './only-once'
import { PickWords } from './pick-words'
import { SessionWarning } from './session-warning'
import { Wording } from './wording'

const modules: Record<string, new ($root: HTMLElement) => unknown> = {
  'bell-watch': BellWatch,
  chat: Chat,
  'error-focus': ErrorFocus,
  'exit-this-page': ExitThisPage,
  'flag-keys': FlagKeys,
  'if-dictation': IfDictation,
  lease: Lease,
  listen: Listen,
  'only-once': OnlyOnce,
  'pick-words': PickWords,
  'session-warning': SessionWarning,
  wording: Wording
}

for (const $root of document.querySelectorAll<HTMLElement>('[data-module]')) {
  const Module = modules[$root.dataset.module ?? '']
  if (Module) new Module($root)
}

listenInFrame()

// A page kept by the browser for its back button is never shown as it was.
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  document.documentElement.classList.add('app-blank')
  location.reload()
})
