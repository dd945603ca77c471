import { reached } from './no-network'

const AGAIN = 3000

/**
 * Go on to our own first page as soon as it can be reached. Until then this one stays empty and says why: the browser's
 * own page would leave a kiosk standing.
 */
export async function goWhenThere(url: string, heading: string, why: string): Promise<void> {
  while (!(await reached())) {
    explain(heading, why)
    await new Promise((done) => window.setTimeout(done, AGAIN))
  }
  location.replace(url)
}

function explain(heading: string, why: string): void {
  if (document.body.children.length) return
  const $main = document.createElement('main')
  $main.className = 'govuk-width-container app-main'
  const $heading = document.createElement('h1')
  $heading.className = 'govuk-heading-l'
  $heading.textContent = heading
  const $why = document.createElement('p')
  $why.className = 'govuk-body'
  $why.textContent = why
  $main.append($heading, $why)
  document.body.append($main)
  document.documentElement.classList.remove('app-blank')
}
