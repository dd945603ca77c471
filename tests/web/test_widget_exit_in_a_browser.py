"""Leaving fast from the widget: the council's whole page goes blank, and the session ends."""

import re

import pytest
from playwright.sync_api import Page, expect

from api.turn.service import Turns
from tests.web.council import Council
from tests.web.leaving import AWAY
from tests.web.widget_page import chromium, council, inside, launcher, opened, page, talking

__all__ = ["chromium", "council", "page"]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("way", ["button", "shift in the frame", "shift on the page"])
def test_exit_blanks_the_whole_page_and_ends_the_session(
    page: Page, turns: Turns, way: str
) -> None:
    frame = talking(page)
    if way == "button":
        frame.locator(".app-exit button").click(no_wait_after=True)
    else:
        (frame.locator("#words") if "frame" in way else page.locator("#first")).focus()
        for _ in range(3):
            page.keyboard.press("ShiftRight")

    page.wait_for_url(AWAY)
    page.go_back()
    expect(launcher(page)).to_be_visible()
    assert inside(page).locator("#transcript").count() == 0
    launcher(page).click()

    expect(inside(page).get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert "care package" not in page.content()


def test_shift_on_the_page_is_counted_only_while_the_chat_is_open(page: Page) -> None:
    said = page.locator("[data-own-words] [role=status]")
    for _ in range(3):
        page.keyboard.press("ShiftLeft")
    expect(launcher(page)).to_be_visible()
    opened(page)
    page.locator("#first").focus()

    page.keyboard.press("ShiftLeft")
    expect(said).to_have_text("Press Shift 2 more times to exit.")
    page.keyboard.press("ShiftRight")
    expect(said).to_have_text("Press Shift 1 more time to exit.")
    page.keyboard.press("a")

    expect(said).to_be_empty()
    expect(launcher(page)).to_be_visible()


@pytest.mark.alone
def test_exit_blanks_the_whole_page_within_a_tenth_of_a_second(
    page: Page, council: Council
) -> None:
    page.context.unroute_all()
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(status=204))
    frame = talking(page)
    page.evaluate("""() => { window.blank = new Promise((done) => {
      new MutationObserver(() => requestAnimationFrame(() => done(
        performance.timeOrigin + performance.now()
      ))).observe(document.documentElement, { attributes: true })
    }) }""")
    pressed = frame.locator("body").evaluate("""() => {
      const at = performance.timeOrigin + performance.now()
      document.querySelector('.app-exit button').click()
      return at
    }""")

    assert page.evaluate("window.blank") - pressed < 100
    assert page.evaluate("getComputedStyle(document.documentElement).display") == "none"
    assert page.evaluate("document.title") == "Loading"
