"""What stays at the top of the page covers neither what has focus nor what is being read (WCAG
2.4.11, 2.4.12)."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web.script_bot import ScriptBot
from tests.web.states import asked, choose, keep, opened, readback, send
from tests.web.test_in_a_browser import stops

pytestmark = pytest.mark.browser

SIZES = [(320, 256), (320, 640), (768, 1024)]

# At every place that one can scroll to: the lines that the bar covers in part only.
HALF_COVERED = """() => {
  const found = new Set(), root = document.documentElement
  const lines = []
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
  for (let node; (node = walk.nextNode());) {
    if (!node.textContent.trim()) continue
    if (node.parentElement.closest('.govuk-visually-hidden, noscript')) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) {
      const middle = (box.top + box.bottom) / 2 + scrollY
      if (box.width > 4) lines.push([node, box.left, box.right, middle])
    }
  }
  const over = (x, y) => {
    const top = document.elementFromPoint(x, y)
    return top && top.closest('.app-exit')
  }
  for (let at = 0; at <= root.scrollHeight - innerHeight + 30; at += 30) {
    scrollTo(0, at)
    for (const [node, left, right, middle] of lines) {
      const y = middle - scrollY
      if (y < 0 || y >= innerHeight) continue
      const covered = [left + 1, (left + right) / 2, right - 2].map((x) => !!over(x, y))
      if (covered.includes(true) && covered.includes(false)) found.add(node.textContent.trim())
    }
  }
  return [...found]
}"""
OPAQUE = """() => getComputedStyle(document.querySelector('.app-exit')).backgroundColor"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def at(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


@pytest.mark.parametrize("text", ["text-1", "text-4"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_line_is_half_covered_wherever_one_scrolls_to(
    page: Page, address: str, bot: ScriptBot, size: tuple[int, int], text: str
) -> None:
    at(page, size)
    choose(page, address, text)
    for state in (readback, keep):
        state(page, address, bot)
        assert page.evaluate(HALF_COVERED) == []
        page.context.clear_cookies(name="ow_chat")
    assert "rgba" not in page.evaluate(OPAQUE)


def test_a_line_that_is_half_covered_would_be_found(
    page: Page, address: str, bot: ScriptBot
) -> None:
    at(page, (320, 640))
    readback(page, address, bot)
    page.evaluate("""() => Object.assign(document.querySelector('.app-exit').style,
      {width: 'fit-content', marginLeft: 'auto'})""")

    assert page.evaluate(HALF_COVERED)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_new_message_comes_to_rest_below_the_bar(
    page: Page, address: str, bot: ScriptBot, size: tuple[int, int]
) -> None:
    at(page, size)
    asked(page, address, bot)

    send(page, "I want peace")

    tops: Any = page.evaluate("""() => [
      document.querySelector('.app-exit').getBoundingClientRect().bottom,
      document.querySelector('#new').getBoundingClientRect().top]""")
    assert tops[0] <= tops[1]


@pytest.mark.parametrize("size", [(320, 640), (1280, 300)], ids=str)
@pytest.mark.parametrize("text", ["text-1", "text-4"])
def test_every_tab_stop_is_seen_whole(
    page: Page, address: str, bot: ScriptBot, size: tuple[int, int], text: str
) -> None:
    at(page, size)
    choose(page, address, text)
    opened(page, address, bot)

    stops(page)
