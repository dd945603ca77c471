"""The widget on another site's page, as a person opens it there and talks."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from api.settings import get_settings
from tests.e2e.browser import a_browser
from tests.web.council import Council, a_council
from web.static import manifest

PRESSES = 4


@pytest.fixture(scope="module", params=["cookies", "others' cookies blocked"])
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """As it comes, and as a browser that blocks the cookies of other sites."""
    blocking = request.param != "cookies"
    with a_browser(*(["--test-third-party-cookie-phaseout"] if blocking else [])) as browser:
        yield browser


@pytest.fixture
def council(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    if "widget.js" not in manifest():
        pytest.skip("the web assets are not built")
    with a_council() as council:
        council.chat = address
        monkeypatch.setenv("OWNWORDS_WIDGET_ORIGINS", f'["{council.origin}"]')
        get_settings.cache_clear()
        yield council
    get_settings.cache_clear()


@pytest.fixture
def page(chromium: Browser, council: Council) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.route(re.compile("^https:"), lambda route: route.fulfill(body="<p>elsewhere</p>"))
    page = context.new_page()
    page.goto(council.origin)
    yield page
    context.close()


def launcher(page: Page) -> Locator:
    return page.get_by_role("button", name="Say it in your own words")


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Own Words")


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def opened(page: Page) -> FrameLocator:
    launcher(page).click()
    frame = inside(page)
    expect(frame.get_by_role("button", name="Start", exact=True)).to_be_visible()
    return frame


def talking(page: Page, words: str = "I want a care package") -> FrameLocator:
    frame = opened(page)
    frame.get_by_role("button", name="Start", exact=True).click()
    for text in ("yes", words):
        frame.locator("#words").fill(text)
        send(frame, text)
    return frame


def send(frame: FrameLocator, text: str) -> None:
    """Press Send, and again where nothing came of it and the words still stand there, as somebody
    would. Once, on a machine with much to do, nothing came of a press into the frame for 5 s."""
    button = frame.get_by_role("button", name="Send")
    said = frame.locator(".app-message--person", has_text=text)
    for _ in range(PRESSES):
        if frame.locator("#words").input_value() == text:
            button.click()
        with suppress(AssertionError):
            expect(said).to_be_visible()
            return
    raise AssertionError(f"{text!r} was not sent: {frame.locator('body').inner_text()}")
