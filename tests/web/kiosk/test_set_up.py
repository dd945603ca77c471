"""A screen is set up by a code from staff, and closed by them."""

import re

import pytest
from fastapi.testclient import TestClient

from api.chat.deps import CHAT_COOKIE
from tests.web.conftest import field
from tests.web.kiosk.conftest import Staff, key_of
from web.kiosk.screen import SCREEN_COOKIE

PAGES = ("/kiosk", "/kiosk/chat", "/kiosk/come-back", "/kiosk/comfort", "/kiosk/nothing-of-it")
SET_UP = "Set up this screen"


@pytest.mark.parametrize("path", PAGES[:-1])
def test_a_screen_that_is_not_set_up_shows_nothing_but_that(
    browser: TestClient, strict: None, path: str
) -> None:
    answer = browser.get(path)

    assert answer.status_code == 403
    assert SET_UP in answer.text
    assert "Start" not in answer.text


@pytest.mark.parametrize("path", ["/kiosk/start", "/kiosk/say", "/kiosk/come-back", "/kiosk/bell"])
def test_nothing_can_be_begun_at_it(browser: TestClient, strict: None, path: str) -> None:
    assert browser.post(path).status_code == 403
    assert CHAT_COOKIE not in browser.cookies


def test_a_trial_on_ones_own_machine_needs_no_code(browser: TestClient) -> None:
    assert "Welcome" in browser.get("/kiosk").text
    assert "Ask someone to come" not in browser.get("/kiosk").text, "nobody could be told"


def test_a_lead_makes_a_code_and_the_screen_takes_it_once(
    browser: TestClient, staff: Staff, strict: None
) -> None:
    lead = staff("lead")
    key = key_of(lead.get("/review/kiosks").text)
    made = lead.post("/review/kiosks", data={"csrf": key, "name": "Library"}).text
    shown = re.search(r'class="app-code"[^>]*>([a-z ]+)<', made)
    assert shown is not None
    assert shown[1] not in lead.get("/review/kiosks").text

    answer = browser.post("/kiosk/set-up", data={"code": shown[1]}, follow_redirects=False)

    (cookie,) = [c for c in answer.headers.get_list("set-cookie") if SCREEN_COOKIE in c]
    for part in ("HttpOnly", "SameSite=strict", "Path=/kiosk", "Max-Age=34560000"):
        assert part in cookie
    assert "Welcome" in browser.get("/kiosk").text
    assert "In use" in lead.get("/review/kiosks").text
    browser.cookies.clear()
    refused = browser.post("/kiosk/set-up", data={"code": shown[1]})
    assert refused.status_code == 404
    assert "That code is not known" in refused.text


def test_without_a_code_the_screen_says_what_is_missing(browser: TestClient) -> None:
    answer = browser.post("/kiosk/set-up", data={"code": " "})

    assert answer.status_code == 422
    assert "Please write the code." in answer.text


def test_a_conversation_at_a_kiosk_has_its_channel(kiosk: TestClient, staff: Staff) -> None:
    kiosk.post("/kiosk/start")
    practitioner = staff("practitioner")

    assert 'href="/review/conversations/' in practitioner.get("/review?channel=kiosk").text
    assert "No conversations match." in practitioner.get("/review?channel=web").text


def test_a_screen_that_staff_close_shows_nothing_from_that_moment(
    kiosk: TestClient, staff: Staff
) -> None:
    kiosk.post("/kiosk/start")
    page = kiosk.get("/kiosk/chat").text
    kiosk.post("/kiosk/say", data={"turn_id": field(page, "turn_id"), "words": "my own words"})
    lead = staff("lead")
    listed = lead.get("/review/kiosks").text
    close = re.search(r'action="(/review/kiosks/[^"]+/close)"', listed)
    assert close is not None

    lead.post(close[1], data={"csrf": key_of(listed)})

    for path in ("/kiosk", "/kiosk/chat"):
        answer = kiosk.get(path)
        assert answer.status_code == 403
        assert SET_UP in answer.text
        assert "my own words" not in answer.text
    told = kiosk.get("/kiosk/updates", headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["error"]) == (401, "not_signed_in")
    assert "Closed" in lead.get("/review/kiosks").text


@pytest.mark.parametrize("role", ["practitioner", "desk"])
def test_only_a_lead_is_offered_to_add_a_kiosk(kiosk: TestClient, staff: Staff, role: str) -> None:
    page = staff(role).get("/review/kiosks").text

    assert "Library" in page
    assert "Add a kiosk" not in page
    assert "/close" not in page


def test_the_desk_comes_to_the_kiosks_and_to_nothing_else(kiosk: TestClient, staff: Staff) -> None:
    desk = staff("desk")

    assert desk.get("/review").status_code == 403
    assert "Conversations" not in desk.get("/review/kiosks").text


def test_the_first_screen_takes_every_cookie_of_who_was_here_before(kiosk: TestClient) -> None:
    """Also of a device of one's own that shows it, as on a trial: the next person has none."""
    kiosk.post("/start", data={"device": "own"})
    kiosk.post("/kiosk/start")
    kiosk.post("/kiosk/come-back", data={"code": "no such code"}, follow_redirects=False)
    assert {CHAT_COOKIE, "ow_code", "ow_answer"} < set(kiosk.cookies)

    kiosk.get("/kiosk")

    assert set(kiosk.cookies) == {SCREEN_COOKIE}
