// Starts one class for each data-module on the page. Without scripts every page still works: these make it nicer.
import { Chat } from './chat'
import { ErrorFocus } from './error-focus'
import { ExitThisPage } from './exit-this-page'
import { Listen } from './listen'
import { OnlyOnce } from './only-once'

const modules: Record<string, new ($root: HTMLElement) => unknown> = {
  chat: Chat,
  'error-focus': ErrorFocus,
  'exit-this-page': ExitThisPage,
  listen: Listen,
  'only-once': OnlyOnce
}

for (const $root of document.querySelectorAll<HTMLElement>('[data-module]')) {
  const Module = modules[$root.dataset.module ?? '']
  if (Module) new Module($root)
}

// A page kept by the browser for its back button is never shown as it was.
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  document.documentElement.classList.add('app-blank')
  location.reload()
})
