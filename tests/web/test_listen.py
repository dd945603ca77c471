"""Each message can be read aloud by the device's own voice, and nothing plays by itself.

Chromium without a screen has no voices, so the browser's own part is played here; the page's part
is real.
"""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.script_bot import ScriptBot
from tests.web.states import choose, send, start

pytestmark = pytest.mark.browser

VOICES = """(voices) => {
  window.said = []
  const synthesis = new EventTarget()
  Object.assign(synthesis, {
    getVoices: () => voices, cancel: () => window.said.push('stopped'),
    speak: (one) => window.said.push([one.text, one.voice.name, one.rate])
  })
  Object.defineProperty(window, 'speechSynthesis', { value: synthesis })
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
}"""
OWN = {"name": "own", "lang": "en-GB", "localService": True}
AWAY = {"name": "away", "lang": "en-GB", "localService": False}
OTHER = {"name": "other", "lang": "cy", "localService": True}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    yield context.new_page()
    context.close()


def with_voices(page: Page, *voices: dict[str, object]) -> None:
    page.add_init_script(f"({VOICES})({json.dumps(voices)})")


def test_every_message_old_and_new_has_a_button_with_its_number(
    page: Page, address: str, bot: ScriptBot
) -> None:
    with_voices(page, AWAY, OTHER, OWN)
    start(page, address)
    send(page, "five")

    buttons = page.get_by_role("button", name="Listen")

    expect(buttons).to_have_count(page.locator(".app-message").count())
    expect(buttons.nth(1)).to_have_accessible_name("Listen, message 2")
    assert page.evaluate("window.said") == []


def test_a_press_reads_the_message_at_the_chosen_speed_and_another_stops_it(
    page: Page, address: str, bot: ScriptBot
) -> None:
    with_voices(page, AWAY, OTHER, OWN)
    choose(page, address, "speed-slow")
    start(page, address)
    first = page.locator(".app-message .app-listen").first

    first.click()
    expect(first).to_have_accessible_name("Stop the voice, message 1")
    spoken = "Hello. This is Own Words.\nI am a computer, not a person."
    assert page.evaluate("window.said") == ["stopped", [spoken, "own", 0.7]]
    first.click()

    expect(first).to_have_accessible_name("Listen, message 1")
    assert page.evaluate("window.said.slice(2)") == ["stopped"]


@pytest.mark.parametrize("voices", [(), (AWAY,), (OTHER,)], ids=["none", "far away", "foreign"])
def test_without_a_voice_of_its_own_the_device_is_offered_nothing(
    page: Page, address: str, bot: ScriptBot, voices: tuple[dict[str, object], ...]
) -> None:
    with_voices(page, *voices)
    start(page, address)
    send(page, "five")

    assert page.locator(".app-listen").count() == 0
