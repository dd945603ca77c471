"""Comfort works as a plain form, is applied on every page, and leaves nothing at a kiosk."""

import re
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from api.chat.register import easy_words, set_easy_words
from api.chat.service import signed_in
from api.turn.service import Turns
from tests.web.script_bot import ScriptBot
from web.comfort import COMFORT_COOKIE, Comfort
from web.views import HERE

ALL = {"text": "3", "contrast": "dark", "calm": "on", "easy": "on", "speed": "slow"}
CLASSES = "app-text-3 app-contrast-dark app-calm"
ROOT = Path(__file__).parents[2]
PICTURES = HERE / "assets" / "images" / "pictures.svg"


def conversation_in(turns: Turns, browser: TestClient) -> UUID:
    return signed_in(turns, browser.cookies["ow_chat"])


@pytest.mark.parametrize("path", ["/", "/safe-online", "/come-back", "/closed", "/x", "/comfort"])
def test_what_is_chosen_is_applied_on_every_page(browser: TestClient, path: str) -> None:
    browser.post("/comfort", data=ALL)

    assert f'class="govuk-template {CLASSES}"' in browser.get(path).text


def test_the_form_shows_what_is_chosen(browser: TestClient) -> None:
    browser.post("/comfort", data=ALL)

    checked = re.findall(r'id="([a-z]+-\w+)"[^>]* checked', browser.get("/comfort").text)

    assert checked == [f"{name}-{value}" for name, value in ALL.items()]


def test_a_choice_that_does_not_exist_changes_nothing(browser: TestClient) -> None:
    browser.post("/comfort", data={"text": "99", "contrast": '"><script>'})
    after_the_form = browser.get("/").text
    browser.cookies.clear()
    with_a_cookie = browser.get("/", headers={"Cookie": f"{COMFORT_COOKIE}=9.<b>.on"}).text

    usual = 'class="govuk-template app-text-1 app-contrast-usual'
    assert f'{usual}"' in after_the_form
    assert f'{usual} app-calm"' in with_a_cookie


def test_the_cookie_holds_the_choices_and_nothing_else(browser: TestClient) -> None:
    answer = browser.post("/comfort", data=ALL, follow_redirects=False)

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("ow_comfort=3.dark.on.on.slow.off; HttpOnly; Path=/; SameSite=strict")
    assert "Max-Age" not in cookie


def test_another_site_cannot_change_the_look(browser: TestClient) -> None:
    answer = browser.post("/comfort", data=ALL, headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403
    assert COMFORT_COOKIE not in browser.cookies


def test_leaving_forgets_the_choices(browser: TestClient) -> None:
    browser.post("/comfort", data=ALL)
    browser.post("/exit")

    assert COMFORT_COOKIE not in browser.cookies


def test_the_next_person_at_a_kiosk_finds_the_usual_look(browser: TestClient) -> None:
    chosen = browser.post("/kiosk/comfort", data=ALL)
    assert CLASSES in chosen.text
    assert CLASSES in browser.post("/kiosk/start").text

    usual = browser.get("/kiosk")

    assert "app-text-1 app-contrast-usual" in usual.text
    assert COMFORT_COOKIE not in browser.cookies


def test_easy_words_are_switched_on_and_off_in_the_conversation(
    browser: TestClient, turns: Turns
) -> None:
    browser.post("/start")
    here = conversation_in(turns, browser)

    browser.post("/comfort", data={"easy": "on"})
    assert easy_words(turns, here)
    browser.post("/comfort", data={"easy": "off"})

    assert not easy_words(turns, here)


def test_easy_words_chosen_before_the_start_are_there_from_the_first_line(
    browser: TestClient, bot: ScriptBot
) -> None:
    browser.post("/comfort", data={"easy": "on"})
    browser.post("/start")

    assert bot.states[0] == {"slots": {"core_register": "easy"}}


def test_the_form_says_what_the_conversation_uses_now(browser: TestClient, turns: Turns) -> None:
    browser.post("/start")
    set_easy_words(turns, conversation_in(turns, browser), on=True)  # asked for in the chat

    assert re.search(r'id="easy-on"[^>]* checked', browser.get("/comfort").text)


def test_switching_easy_words_keeps_everything_else_of_the_state(
    browser: TestClient, turns: Turns, bot: ScriptBot
) -> None:
    browser.post("/start")
    here = conversation_in(turns, browser)
    browser.post("/say", data={"words": "one"})

    set_easy_words(turns, here, on=True)
    browser.post("/say", data={"words": "two"})

    before, after = bot.states[-2:]
    assert after == before | {"slots": before.get("slots", {}) | {"core_register": "easy"}}


def test_a_message_in_easy_words_is_shown_with_its_picture(
    browser: TestClient, bot: ScriptBot
) -> None:
    bot.easy = True

    page = browser.post("/start").text

    assert "pictures" in page
    assert re.search(r'<use href="/static/pictures[^"]*\.svg#heart">', page)


def test_every_picture_that_the_bot_names_is_drawn() -> None:
    files = (ROOT / "bot" / "domain" / "responses").glob("*.yml")
    named = {n for f in files for n in re.findall(r"picture: (\w+)", f.read_text("utf-8"))}
    drawn = {one.get("id") for one in ET.parse(PICTURES).getroot()}  # noqa: S314 our own file

    assert named
    assert named - drawn == set()


def test_usual_choices_are_no_class_that_is_missing_from_the_style_sheet() -> None:
    scss = (HERE / "assets" / "scss" / "_comfort.scss").read_text()

    for contrast in Comfort.CHOICES["contrast"][1:]:
        assert f"contrast({contrast})" in scss
    for text in Comfort.CHOICES["text"][1:]:
        assert f".app-text-{text} " in scss
