"""Unsent words in a real browser: they outlive a reload and a crash on one's own device, and lie
nowhere on a shared one."""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from api.chat import draft, service
from api.turn.service import Turns
from tests.web.script_bot import ScriptBot
from tests.web.states import own_device, send, start

pytestmark = pytest.mark.browser

WORDS = "I want to sleep at night, and"
KEPT = """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,
  (await indexedDB.databases()).length, (await caches.keys()).length])"""
NOTHING = '[{},{},"",0,0]'


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def write(page: Page, words: str = WORDS) -> None:
    """Type as a person does, and wait until the words are kept."""
    with page.expect_response(lambda answer: answer.url.endswith("/draft")) as kept:
        page.locator("#words").press_sequentially(words)
    assert kept.value.status == 204


def in_record(turns: Turns, context: BrowserContext) -> str:
    token = next(c["value"] for c in context.cookies() if c["name"] == "ow_chat")
    return draft.kept(turns, service.signed_in(turns, token))


def test_unsent_words_outlive_a_reload_on_ones_own_device(
    page: Page, address: str, bot: ScriptBot
) -> None:
    own_device(page, address, bot)
    write(page)

    page.reload()

    assert page.locator("#words").input_value() == WORDS
    assert page.evaluate(KEPT) == NOTHING


def test_unsent_words_outlive_a_crash_on_ones_own_device(
    context: BrowserContext, page: Page, address: str, bot: ScriptBot
) -> None:
    own_device(page, address, bot)
    write(page)

    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    again = context.new_page()
    again.goto(address)

    assert again.locator("#words").input_value() == WORDS


def test_leaving_the_page_in_the_middle_of_a_word_keeps_it(
    page: Page, address: str, bot: ScriptBot, turns: Turns, context: BrowserContext
) -> None:
    own_device(page, address, bot)
    page.locator("#words").fill(WORDS)

    page.goto(f"{address}/safe-online")
    deadline = time.monotonic() + 5  # it travels on while the next page is already there
    while not in_record(turns, context) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    page.goto(address)

    assert page.locator("#words").input_value() == WORDS


def test_words_written_without_a_network_are_kept_once_it_is_back(
    page: Page, address: str, bot: ScriptBot, turns: Turns, context: BrowserContext
) -> None:
    own_device(page, address, bot)
    context.set_offline(True)
    page.locator("#words").fill(WORDS)
    page.wait_for_timeout(1000)
    assert in_record(turns, context) == ""

    with page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.ok):
        context.set_offline(False)

    assert in_record(turns, context) == WORDS


def test_what_was_sent_is_no_draft_and_what_was_typed_meanwhile_is(
    page: Page, address: str, bot: ScriptBot, turns: Turns, context: BrowserContext
) -> None:
    own_device(page, address, bot)
    write(page)
    send(page)
    assert in_record(turns, context) == ""

    write(page, "one more thing")

    assert in_record(turns, context) == "one more thing"


def test_on_a_shared_device_unsent_words_are_nowhere(
    page: Page, address: str, bot: ScriptBot, turns: Turns, context: BrowserContext
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    start(page, address)
    sent.clear()
    page.locator("#words").press_sequentially(WORDS)
    page.wait_for_timeout(1200)

    assert page.evaluate(KEPT) == NOTHING
    assert in_record(turns, context) == ""
    assert not [url for url in sent if "/draft" in url]
    page.reload()
    expect(page.locator("#words")).to_have_value("")


def test_on_a_shared_device_the_cookies_go_with_the_browser(
    page: Page, address: str, context: BrowserContext
) -> None:
    start(page, address)

    assert {cookie["name"] for cookie in context.cookies()} == {"ow_chat", "ow_code"}
    assert {cookie["expires"] for cookie in context.cookies()} == {-1}
