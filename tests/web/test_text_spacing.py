"""Letters set apart as WCAG 1.4.12 says, and letters twice as big with the page as wide as before
(1.4.4): nothing is cut off, lies over another, or makes the page scroll sideways."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web import states
from tests.web.script_bot import ScriptBot
from tests.web.states import State
from tests.web.test_axe import too_wide

pytestmark = pytest.mark.browser

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""
# What a browser's own "zoom text only" does: each size of letters doubled, and nothing else.
DOUBLE = """() => {
  const sizes = [...document.querySelectorAll('body, body *')]
    .map((e) => [e, parseFloat(getComputedStyle(e).fontSize)])
  for (const [e, size] of sizes) e.style.setProperty('font-size', `${size * 2}px`, 'important')
}"""
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, .app-exit *')]
    .filter((e) => e.checkVisibility() && e.innerText?.trim())
    .filter((e) => !e.closest('.govuk-visually-hidden, .app-table'))
    .filter((e) => getComputedStyle(e).overflow !== 'visible' && e.tagName !== 'TEXTAREA')
    .filter((e) => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2)
    .map((e) => e.outerHTML.slice(0, 80))"""
LOOKED_AT = (states.first_page, states.opened, states.danger, states.card_kept)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, reduced_motion="reduce", bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("state", LOOKED_AT, ids=lambda state: state.__name__)
def test_letters_may_be_set_apart_or_doubled(
    page: Page, address: str, bot: ScriptBot, state: State
) -> None:
    state(page, address, bot)
    page.add_style_tag(content=SPACED)
    assert page.evaluate(CUT_OFF) + too_wide(page) == [], "set apart"

    page.evaluate("document.head.lastElementChild.remove()")
    page.evaluate(DOUBLE)

    assert page.evaluate(CUT_OFF) + too_wide(page) == [], "doubled"


def test_what_is_cut_off_would_be_found(page: Page, address: str) -> None:
    page.goto(address)
    page.add_style_tag(content="h1 { height: 1em; overflow: hidden }")

    page.evaluate(DOUBLE)
    page.add_style_tag(content="h1 { height: 10px !important }")

    assert "<h1" in page.evaluate(CUT_OFF)[0]
