"""Who looked, as the adult's own page shows it."""

import pytest
from fastapi.testclient import TestClient

from api.audit.service import write
from api.chat.register import set_easy_words
from api.chat.service import signed_in
from api.core.clock import utc_now
from api.turn.service import Turns
from tests.web.script_bot import HAND_OVER

WARNING = "The list shows that someone has read what you wrote."
LOOKED = "A worker at the council: looked at my words"


@pytest.fixture
def read_by_sam(browser: TestClient, turns: Turns, practitioner: str) -> TestClient:
    browser.post("/start")
    conversation_id = signed_in(turns, browser.cookies["ow_chat"])
    with turns.sessions.begin() as session:
        write(session, "user:sam", "viewed", str(conversation_id), utc_now())
    return browser


def test_a_shared_device_warns_first_and_then_shows_it(read_by_sam: TestClient) -> None:
    first = read_by_sam.get("/looked").text
    assert WARNING in first
    assert "Other people may use this device" in first
    assert LOOKED not in first

    shown = read_by_sam.get("/looked/list")
    assert LOOKED in shown.text
    assert "sam" not in shown.text.split("<main")[1]
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_device_of_ones_own_shows_it_at_once(read_by_sam: TestClient) -> None:
    read_by_sam.post("/device", data={"device": "own"})

    assert LOOKED in read_by_sam.get("/looked").text


def test_a_kiosk_always_warns_first(browser: TestClient) -> None:
    browser.post("/kiosk/start")
    browser.cookies.set("ow_device", "own")

    assert "Other people may see this screen." in browser.get("/kiosk/looked").text
    assert "Nobody has looked yet." in browser.get("/kiosk/looked/list").text


def test_it_is_in_easy_words_where_the_person_chose_them(
    read_by_sam: TestClient, turns: Turns
) -> None:
    set_easy_words(turns, signed_in(turns, read_by_sam.cookies["ow_chat"]), on=True)

    shown = read_by_sam.get("/looked/list").text

    assert "A worker: looked at my words" in shown
    assert "Are you worried about this?" in shown


def test_family_who_take_over_are_not_shown_it(read_by_sam: TestClient) -> None:
    read_by_sam.post("/say", data={"words": HAND_OVER})

    answer = read_by_sam.get("/looked/list")

    assert answer.status_code == 403
    assert LOOKED not in answer.text


def test_the_conversation_leads_to_it(read_by_sam: TestClient) -> None:
    assert 'href="/looked"' in read_by_sam.get("/").text
