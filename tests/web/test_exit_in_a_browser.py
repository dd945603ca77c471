"""Leaving fast, in a real browser: what is seen, what the server knows, and what is left where the
network is not."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from api.chat import service
from api.chat.deps import CHAT_COOKIE
from api.errors import NotSignedIn
from api.turn.service import Turns
from tests.web.leaving import AWAY, leave, page
from tests.web.moment import Moment
from tests.web.script_bot import ScriptBot
from tests.web.states import asked, begun, readback, start

__all__ = ["page"]
pytestmark = pytest.mark.browser

LONG = """() => {
  const list = document.querySelector('#transcript')
  for (let n = 0; n < 300; n++) list.append(list.lastElementChild.cloneNode(true))
  return new Promise((done) => setTimeout(done, 300))
}"""
# From the press itself to the frame after the one in which the page was laid out blank.
TIMED = """() => {
  window.blank = new Promise((done) => {
    const seen = (event) => {
      requestAnimationFrame(() => requestAnimationFrame(() => {
        if (!document.body.children.length) done(performance.now() - event.timeStamp)
      }))
    }
    window.addEventListener('click', seen, true)
    window.addEventListener('keyup', seen, true)
  })
}"""


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def turns(turns: Turns, moment: Moment) -> Turns:
    return replace(turns, clock=moment)


def token_in(page: Page) -> str:
    return next(c["value"] for c in page.context.cookies() if c["name"] == CHAT_COOKIE)


def is_open(turns: Turns, token: str) -> bool:
    try:
        service.signed_in(turns, token)
    except NotSignedIn:
        return False
    return True


def ended(page: Page, turns: Turns, token: str) -> bool:
    """Wait a little for news that is on its way."""
    for _ in range(50):
        if not is_open(turns, token):
            return True
        page.wait_for_timeout(100)
    return False


WAYS = ["button", "skip link", "Left Right Left", "Right Right Right", "Left Left Left"]


@pytest.mark.parametrize("way", WAYS)
def test_exit_leads_away_ends_the_session_and_back_shows_nothing(
    page: Page, address: str, bot: ScriptBot, turns: Turns, way: str
) -> None:
    readback(page, address, bot)
    token = token_in(page)

    leave(page, way)
    page.wait_for_url(AWAY)

    page.go_back()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert "care package" not in page.content()
    assert ended(page, turns, token)
    page.go_forward()
    page.go_back()
    assert "care package" not in page.content()


@pytest.mark.alone
@pytest.mark.parametrize("way", WAYS[:3])
def test_blank_within_a_tenth_of_a_second(
    page: Page, address: str, bot: ScriptBot, way: str
) -> None:
    page.context.unroute_all()
    # An answer without content: the other page never comes, and this one stays as Exit left it.
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(status=204))
    readback(page, address, bot)
    page.evaluate(LONG)
    page.evaluate(TIMED)

    leave(page, way)

    assert page.evaluate("window.blank") < 100
    assert page.evaluate("[document.body.textContent, document.title]") == ["", "Loading"]
    assert page.evaluate("getComputedStyle(document.body).display") == "none"


def test_the_session_ends_though_the_other_page_never_comes(
    page: Page, address: str, bot: ScriptBot, turns: Turns
) -> None:
    page.context.unroute_all()
    page.context.route(re.compile("^https:"), lambda route: route.abort())
    readback(page, address, bot)
    token = token_in(page)

    leave(page, "button")

    assert ended(page, turns, token)


def test_where_no_beacon_is_taken_the_session_ends_all_the_same(
    page: Page, address: str, bot: ScriptBot, turns: Turns
) -> None:
    page.add_init_script("navigator.sendBeacon = () => false")
    begun(page, address, bot)
    token = token_in(page)

    leave(page, "button")
    page.wait_for_url(AWAY)

    assert ended(page, turns, token)


def test_with_no_network_the_page_is_gone_and_the_session_soon_too(
    page: Page, address: str, bot: ScriptBot, turns: Turns, moment: Moment
) -> None:
    page.context.unroute_all()
    readback(page, address, bot)
    page.wait_for_timeout(300)  # the page has said that it is open
    token = token_in(page)
    page.context.set_offline(True)

    leave(page, "Left Left Left")
    page.wait_for_timeout(500)

    assert "care package" not in page.content()
    assert is_open(turns, token), "the news could not get through, or this tests nothing"
    moment.pass_(minutes=16)
    assert not is_open(turns, token)


def test_after_leaving_with_no_network_the_same_browser_opens_nothing(
    page: Page, address: str, bot: ScriptBot, turns: Turns
) -> None:
    page.context.unroute_all()
    readback(page, address, bot)
    token = token_in(page)
    page.context.set_offline(True)
    leave(page, "button")
    page.wait_for_timeout(300)
    assert is_open(turns, token)
    page.context.set_offline(False)

    page.goto(address)

    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert not is_open(turns, token)


def test_the_other_tab_goes_too(page: Page, address: str, bot: ScriptBot) -> None:
    readback(page, address, bot)
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator("#transcript")).to_contain_text("care package")

    leave(page, "button")

    other.wait_for_url(AWAY)


def test_a_page_whose_session_ended_elsewhere_closes(
    page: Page, address: str, bot: ScriptBot, turns: Turns
) -> None:
    readback(page, address, bot)
    service.leave(turns, token_in(page))

    page.evaluate("window.dispatchEvent(new Event('online'))")

    page.wait_for_url(f"{address}/closed")
    assert "care package" not in page.content()


def test_a_page_that_slept_goes_on_and_loses_nothing(
    page: Page, address: str, bot: ScriptBot, turns: Turns, moment: Moment
) -> None:
    asked(page, address, bot)
    page.wait_for_timeout(300)
    moment.pass_(hours=2)
    assert not is_open(turns, token_in(page))

    page.locator("#words").fill("I want peace")
    page.get_by_role("button", name="Send").click()

    expect(page.locator(".app-message--person").last).to_contain_text("I want peace")
    assert page.locator(".govuk-error-summary").count() == 0


@pytest.mark.parametrize("path", ["/safe-online", "/come-back", "/closed", "/erase", "/nothing"])
def test_every_page_for_adults_leads_away(
    page: Page, address: str, bot: ScriptBot, path: str
) -> None:
    begun(page, address, bot)
    page.goto(address + path)

    leave(page, "Left Left Left")

    page.wait_for_url(AWAY)


def test_at_a_kiosk_exit_leads_to_its_first_screen(page: Page, address: str) -> None:
    start(page, address, "/kiosk")

    leave(page, "Left Left Left")

    page.wait_for_url(f"{address}/kiosk")
    page.go_back()
    assert page.locator("#transcript").count() == 0


def test_without_scripts_exit_leads_away_and_back_shows_nothing(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.route(re.compile("^https:"), lambda route: route.fulfill(body="<p>elsewhere</p>"))
    page = context.new_page()
    start(page, address)

    page.locator(".app-exit button").click()
    page.wait_for_url(AWAY)
    page.go_back()

    assert page.locator("#transcript").count() == 0
    page.goto(address)
    assert page.get_by_role("button", name="Start", exact=True).is_visible()
    context.close()
