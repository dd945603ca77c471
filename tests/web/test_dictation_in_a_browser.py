"""Speaking into the box, in a real Chromium.

Chromium without a screen recognises no speech, so the browser's own part is played here; the page's
part is real.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from api.settings import get_settings
from tests.web.script_bot import ScriptBot
from tests.web.states import start
from tests.web.test_axe import violations
from web.static import manifest

pytestmark = pytest.mark.browser

# `available` is what the device says of itself, or nothing in a browser that cannot say.
DEVICE = """(available) => {
  window.log = []
  class Device extends EventTarget {
    start() {
      window.device = this
      window.log.push(['start', this.lang, this.processLocally ?? null])
    }
    stop() { window.log.push(['stop']); this.end() }
    abort() { window.log.push(['abort']); this.end() }
    end() { this.dispatchEvent(new Event('end')) }
    hear(transcript, isFinal = true) {
      const result = Object.assign([{ transcript }], { isFinal })
      this.dispatchEvent(Object.assign(new Event('result'), { resultIndex: 0, results: [result] }))
    }
    fail(error) {
      this.dispatchEvent(Object.assign(new Event('error'), { error }))
      this.end()
    }
  }
  if (available) Device.available = async (wanted) => wanted.processLocally && available
  window.SpeechRecognition = Device
  window.webkitSpeechRecognition = Device
}"""
NO_DEVICE = """delete window.SpeechRecognition; delete window.webkitSpeechRecognition"""


@pytest.fixture
def page(chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    if "dictation.js" not in manifest():
        pytest.skip("the web assets are not built")
    monkeypatch.setenv("OWNWORDS_DICTATION", "all")
    get_settings.cache_clear()
    context = chromium.new_context(viewport={"width": 320, "height": 700}, reduced_motion="reduce")
    yield context.new_page()
    context.close()
    get_settings.cache_clear()


def turn_on(page: Page, url: str, base: str = "") -> None:
    page.goto(f"{url}{base}/comfort")
    page.locator("#dictation-on").check()
    page.get_by_role("button", name="Use these").click()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("#words")).to_be_visible()


def ready(page: Page, url: str, available: str = "", base: str = "") -> None:
    page.add_init_script(f"({DEVICE})('{available}')")
    turn_on(page, url, base)


def listening(page: Page, url: str, base: str = "") -> None:
    ready(page, url, base=base)
    speak(page).click()
    page.get_by_role("button", name="Start listening").click()
    expect(state(page)).to_contain_text("Listening.")


def speak(page: Page) -> Locator:
    return page.locator("[data-part=speak]")


def notice(page: Page) -> Locator:
    return page.get_by_role("group", name="Who hears you")


def state(page: Page) -> Locator:
    return page.locator(".app-dictation [role=status]")


def log(page: Page) -> Any:
    return page.evaluate("window.log")


def hear(page: Page, words: str) -> None:
    page.evaluate("words => window.device.hear(words)", words)


@pytest.mark.parametrize(
    ("available", "said", "local"),
    [
        ("", "The company that makes your browser may get the sound.", None),
        ("unavailable", "The company that makes your browser may get the sound.", None),
        ("downloadable", "The company that makes your browser may get the sound.", None),
        ("available", "This device writes your words down itself.", True),
    ],
)
def test_who_hears_it_is_said_before_the_first_use_and_kept_to(
    page: Page, address: str, available: str, said: str, local: bool | None
) -> None:
    ready(page, address, available)

    speak(page).click()
    expect(notice(page)).to_contain_text(said)
    other = "may get the sound" if local else "writes your words down itself"
    expect(notice(page).get_by_text(other)).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "dictation-heading"
    assert log(page) == [], "it listened before anybody was told"
    assert violations(page) == []
    page.get_by_role("button", name="Start listening").click()

    expect(state(page)).to_contain_text("Listening.")
    assert log(page) == [["start", "en-GB", local]]
    expect(notice(page)).to_be_hidden()
    expect(speak(page)).to_be_focused()


def test_the_words_go_into_the_box_to_be_checked_and_nothing_is_sent(
    page: Page, address: str
) -> None:
    listening(page, address)
    before = page.locator("#transcript").inner_text()
    page.locator("#words").fill("First.")

    page.evaluate("window.device.hear('not sure y', false)")
    hear(page, "I want to sleep ")
    hear(page, "send")
    speak(page).click()

    expect(page.locator("#words")).to_have_value("First. I want to sleep send")
    expect(state(page)).to_have_text("Not listening any more. Check your words in the box.")
    expect(speak(page)).to_have_text("Speak instead of writing")
    assert page.locator("#transcript").inner_text() == before
    assert log(page)[1:] == [["stop"]]


def test_each_use_begins_with_a_press_and_the_notice_comes_once(page: Page, address: str) -> None:
    listening(page, address)
    page.evaluate("window.device.end()")
    expect(state(page)).to_have_text("Not listening any more. I heard no words.")
    assert len(log(page)) == 1, "it began again by itself"

    speak(page).click()

    expect(state(page)).to_contain_text("Listening.")
    expect(notice(page)).to_be_hidden()


def test_no_means_no(page: Page, address: str) -> None:
    ready(page, address)
    speak(page).click()

    page.get_by_role("button", name="No, I will write").click()

    expect(notice(page)).to_be_hidden()
    expect(speak(page)).to_be_focused()
    assert log(page) == []


def test_escape_stops_it_and_at_a_kiosk_hides_the_screen_as_ever(page: Page, address: str) -> None:
    listening(page, address, "/kiosk")

    page.keyboard.press("Escape")

    assert log(page)[1:] == [["stop"]]
    expect(page.locator("#hide-cover")).to_be_visible()


def test_sending_stops_it_and_what_is_heard_later_is_thrown_away(
    page: Page, address: str, bot: ScriptBot
) -> None:
    listening(page, address)
    hear(page, "I want to sleep")

    page.get_by_role("button", name="Send").click()
    expect(page.locator(".app-message--person")).to_contain_text("I want to sleep")
    hear(page, "he is at the door")

    assert log(page)[1:] == [["abort"]]
    expect(page.locator("#words")).to_have_value("")
    expect(state(page)).to_have_text("")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("not-allowed", "This browser does not let the page listen. You can write instead."),
        ("network", "Listening does not work just now. You can write instead."),
        ("language-not-supported", "Listening does not work just now. You can write instead."),
        ("no-speech", "Not listening any more. I heard no words."),
    ],
)
def test_what_went_wrong_is_said_plainly(page: Page, address: str, error: str, said: str) -> None:
    listening(page, address)

    page.evaluate("error => window.device.fail(error)", error)

    expect(state(page)).to_have_text(said)
    expect(speak(page)).to_have_text("Speak instead of writing")


def test_a_card_can_be_spoken_too(page: Page, address: str) -> None:
    ready(page, address)
    page.goto(f"{address}/cards/1")
    speak(page).click()
    expect(notice(page)).to_contain_text("press “Save” yourself")
    page.get_by_role("button", name="Start listening").click()

    hear(page, "My own front door")

    expect(page.locator("#words")).to_have_value("My own front door")


def test_a_browser_that_hears_nothing_offers_nothing(page: Page, address: str) -> None:
    page.add_init_script(NO_DEVICE)
    page.goto(f"{address}/comfort")
    expect(page.locator("#text-1")).to_be_visible()
    expect(page.locator("#dictation-on")).to_be_hidden()

    page.evaluate("document.querySelector('#dictation-on').checked = true")
    page.get_by_role("button", name="Use these").click()
    page.get_by_role("button", name="Start", exact=True).click()

    expect(page.locator("#words")).to_be_visible()
    expect(page.locator(".app-dictation")).to_be_hidden()


def test_the_browser_itself_lets_no_other_page_use_the_microphone(page: Page, address: str) -> None:
    allowed = "document.featurePolicy.allowsFeature('microphone')"
    ready(page, address)
    assert page.evaluate(allowed)

    page.goto(f"{address}/comfort")
    assert not page.evaluate(allowed)


def test_the_script_comes_only_where_it_was_turned_on(page: Page, address: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.add_init_script(f"({DEVICE})('')")

    start(page, address)

    assert not [url for url in fetched if "dictation" in url]
