// What only a kiosk's pages do. Without this they work as well: a Refresh header asks whether somebody is there.
import { Bell } from './bell'
import { HideScreen } from './hide-screen'
import { IdleWarning } from './idle-warning'
import { NoNetwork } from './no-network'
import { OpenKeyboard } from './open-keyboard'

const modules: Record<string, new ($root: HTMLElement) => unknown> = {
  bell: Bell,
  'hide-screen': HideScreen,
  'idle-warning': IdleWarning,
  'no-network': NoNetwork,
  'open-keyboard': OpenKeyboard
}

for (const $root of document.querySelectorAll<HTMLElement>('[data-module]')) {
  const Module = modules[$root.dataset.module ?? '']
  if (Module) new Module($root)
}
