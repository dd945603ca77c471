// The look of the launcher and of what stands around the frame. In a shadow root: this site's styles and ours do not meet.
export const css = `
:host { all: initial; color-scheme: light dark; --paper: #fbf6ee; --ink: #2a211d; --edge: #8b7968; --button: #24504b; --text: #fff }
* { box-sizing: border-box; font: 400 1.125rem/1.3 system-ui, -apple-system, "Segoe UI", roboto, arial, sans-serif }
[hidden] { display: none !important }
.launcher, .panel { position: fixed; z-index: 2147483000; bottom: 16px; right: 16px }
.left > .launcher, .left > .panel { right: auto; left: 16px }
button, a { display: inline-flex; align-items: center; min-height: 48px; padding: 8px 16px; border-radius: 8px;
  border: 2px solid transparent; color: var(--text); background: var(--button); cursor: pointer; font-weight: 700 }
.launcher { max-width: calc(100vw - 32px); border-color: var(--text); box-shadow: 0 2px 8px rgba(0, 0, 0, .4); overflow-wrap: anywhere }
button:focus, a:focus { outline: 3px solid #fd0; outline-offset: 0; color: #1a1410; background: #fd0; box-shadow: 0 0 0 5px #1a1410 }
.panel { display: flex; flex-direction: column; bottom: 80px; width: min(440px, calc(100vw - 32px)); height: min(720px, calc(100vh - 96px));
  border: 2px solid var(--edge); border-radius: 12px; background: var(--paper); overflow: hidden }
.panel:focus { outline: none }
.panel:focus-visible { outline: 3px solid #fd0; box-shadow: 0 0 0 5px #1a1410 }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px; padding: 6px; border-bottom: 1px solid var(--edge) }
.bar a { color: var(--ink); background: transparent; font-weight: 400; text-decoration: underline; padding: 8px }
p { width: 100%; margin: 0; padding: 0 8px; color: var(--ink) }
p:empty { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden }
iframe { flex: 1; width: 100%; min-height: 0; border: 0; background: var(--paper) }
@media (max-width: 480px), (max-height: 480px) {
  .panel, .left > .panel { inset: 0; width: auto; height: auto; border: 0; border-radius: 0 }
}
@media (prefers-color-scheme: dark) {
  :host { --paper: #1e1916; --ink: #f6eee4; --edge: #a3927f; --button: #a6d8cd; --text: #0c1f1b }
}
@media (forced-colors: active) { button { border-color: ButtonText } }
@media print { .launcher, .panel { display: none } }
`
