"""Where scripts are off, or failed to load, a page of a kiosk ends all the same, and says so."""

import pytest
from fastapi.testclient import TestClient

from api.chat import service
from api.chat.deps import CHAT_COOKIE
from api.errors import NotSignedIn
from api.turn.service import Turns
from tests.web.conftest import field
from tests.web.moment import Moment
from tests.web.test_exit import key_in

WORDS = "my own words"


@pytest.fixture
def talking(browser: TestClient) -> TestClient:
    browser.post("/kiosk/start")
    page = browser.get("/kiosk/chat").text
    browser.post("/kiosk/say", data={"turn_id": field(page, "turn_id"), "words": WORDS})
    return browser


def is_open(turns: Turns, token: str) -> bool:
    try:
        return bool(service.signed_in(turns, token))
    except NotSignedIn:
        return False


@pytest.mark.parametrize(
    "path", ["chat", "erase", "keep", "keep/page", "comfort", "come-back", "safe-online", "nothing"]
)
def test_every_page_leads_on_to_the_question(talking: TestClient, path: str) -> None:
    assert talking.get(f"/kiosk/{path}").headers["Refresh"] == "300; url=/kiosk/still-here"


def test_the_question_leads_on_to_the_first_screen_which_says_what_happened(
    talking: TestClient, turns: Turns
) -> None:
    token = talking.cookies[CHAT_COOKIE]
    asked = talking.get("/kiosk/still-here")
    assert asked.headers["Refresh"] == "60; url=/kiosk?closed"
    assert "This screen closes in 1 minute." in asked.text
    assert WORDS not in asked.text

    first = talking.get("/kiosk?closed")

    assert "The page that was open here has closed." in first.text
    assert not is_open(turns, token)
    assert "Refresh" not in first.headers


def test_whoever_is_still_there_goes_on_as_often_as_they_like(
    talking: TestClient, moment: Moment
) -> None:
    for _ in range(12):
        moment.pass_(seconds=300)
        assert 'href="/kiosk/chat"' in talking.get("/kiosk/still-here").text
        moment.pass_(seconds=50)
        assert WORDS in talking.get("/kiosk/chat").text


def test_with_the_network_gone_the_session_ends_by_itself(
    talking: TestClient, turns: Turns, moment: Moment
) -> None:
    token = talking.cookies[CHAT_COOKIE]

    moment.pass_(seconds=300 + 60 + 121)

    assert not is_open(turns, token)


def test_once_scripts_have_spoken_two_minutes_of_silence_end_it(
    talking: TestClient, turns: Turns, moment: Moment
) -> None:
    token = talking.cookies[CHAT_COOKIE]
    key = key_in(talking.get("/kiosk/chat").text)
    assert talking.post("/kiosk/renew", data={"key": key}).status_code == 204

    moment.pass_(seconds=110)
    assert is_open(turns, token)
    moment.pass_(seconds=11)
    assert not is_open(turns, token)


def test_what_a_script_asks_for_gives_no_time(
    talking: TestClient, turns: Turns, moment: Moment
) -> None:
    token = talking.cookies[CHAT_COOKIE]
    page = talking.get("/kiosk/chat").text
    talking.post("/kiosk/renew", data={"key": key_in(page)})

    talking.get("/kiosk/updates", headers={"Accept": "application/json"})
    moment.pass_(seconds=121)

    assert not is_open(turns, token)


def test_a_conversation_that_is_come_back_to_here_has_the_same_short_time(
    browser: TestClient, turns: Turns, moment: Moment
) -> None:
    code = service.start(turns).return_code
    browser.post("/kiosk/come-back", data={"return_code": code}, follow_redirects=False)

    assert is_open(turns, browser.cookies[CHAT_COOKIE])
    moment.pass_(minutes=10)
    assert not is_open(turns, browser.cookies[CHAT_COOKIE])


def test_on_the_web_nothing_leads_on(browser: TestClient) -> None:
    browser.post("/start")

    assert "Refresh" not in browser.get("/").headers


def test_how_long_is_said_before_it_begins(browser: TestClient) -> None:
    page = browser.get("/kiosk").text

    assert "If nothing is pressed for 2 minutes" in page
    assert "Then it closes after 1 minute." in page
    assert "This screen asks after 5 minutes" in page
