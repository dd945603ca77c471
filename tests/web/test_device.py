"""Whose device it is: on one's own nothing is lost, on a shared one nothing is kept."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.chat import draft, service
from api.chat.deps import CHAT_COOKIE
from api.chat.repository import ChatRepository
from api.chat.sides import NOBODY
from api.core.tokens import hash_token
from api.models import Conversation
from api.turn.service import Turns
from tests.web.conftest import field
from tests.web.script_bot import HAND_OVER
from web.device import DEVICE_COOKIE

OWN = {"device": "own"}
LATER = "I want to sleep\n  at night"


def in_the_box(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def keep(browser: TestClient, words: str = LATER) -> int:
    after = field(browser.get("/").text, "after")
    return browser.post("/draft", data={"words": words, "after": after}).status_code


def code_on(page: str) -> str:
    found = re.search(r'id="your-code"[^>]*>([^<]+)<', page)
    assert found is not None
    return found[1]


@pytest.fixture
def own(browser: TestClient) -> TestClient:
    browser.post("/start", data=OWN)
    return browser


@pytest.mark.parametrize("path", ["/", "/safe-online", "/come-back", "/widget"])
def test_shared_is_what_holds_until_somebody_says_otherwise(browser: TestClient, path: str) -> None:
    page = browser.get(path).text

    picked = re.findall(r'<input[^>]*name="device"[^>]*checked', page)
    assert len(picked) == 1
    assert 'value="shared"' in picked[0]


@pytest.mark.parametrize("form", [{}, {"device": "shared"}, {"device": "nonsense"}])
def test_a_shared_device_gets_the_session_and_no_more(
    browser: TestClient, form: dict[str, str]
) -> None:
    answer = browser.post("/start", data=form, follow_redirects=False)

    assert DEVICE_COOKIE not in browser.cookies
    kept = [c for c in answer.headers.get_list("set-cookie") if "Max-Age=0" not in c]
    assert len(kept) == 2  # the token, and the code that this page can show
    assert not [cookie for cookie in kept if "expires" in cookie.casefold()]


def test_a_shared_device_keeps_no_unsent_words(browser: TestClient, turns: Turns) -> None:
    browser.post("/start")

    assert keep(browser) == 403

    assert in_the_box(browser.get("/").text) == ""
    assert draft.kept(turns, service.signed_in(turns, browser.cookies[CHAT_COOKIE])) == ""


def test_unsent_words_are_in_the_box_again(own: TestClient) -> None:
    assert keep(own) == 204

    assert in_the_box(own.get("/").text) == LATER


def test_unsent_words_come_back_with_the_return_code_on_another_device(own: TestClient) -> None:
    code = code_on(own.get("/").text)
    keep(own)
    own.cookies.clear()

    page = own.post("/come-back", data={"return_code": code}).text

    assert in_the_box(page) == LATER


def test_words_that_were_sent_are_in_the_box_no_more(own: TestClient) -> None:
    keep(own)
    page = own.get("/").text

    own.post("/say", data={"turn_id": field(page, "turn_id"), "words": LATER})

    assert in_the_box(own.get("/").text) == ""


def test_without_scripts_a_help_keeps_what_was_begun(own: TestClient) -> None:
    own.post("/say", data={"words": LATER, "help": "Why do you ask?"})

    assert in_the_box(own.get("/").text) == LATER


def test_saying_that_others_use_the_device_takes_the_unsent_words_away(own: TestClient) -> None:
    keep(own)

    page = own.post("/device", data={"device": "shared"}).text

    assert in_the_box(page) == ""
    assert DEVICE_COOKIE not in own.cookies
    assert "data-draft" not in page


def test_saying_that_it_is_ones_own_can_come_later(browser: TestClient) -> None:
    browser.post("/start")

    page = browser.post("/device", data=OWN).text

    assert 'data-draft="/draft"' in page
    assert keep(browser) == 204


def test_who_takes_over_finds_nothing_of_the_other_side_in_the_box(own: TestClient) -> None:
    keep(own)

    own.post("/say", data={"words": HAND_OVER})

    assert in_the_box(own.get("/").text) == ""


def test_a_draft_of_one_side_is_not_the_other_sides(own: TestClient, turns: Turns) -> None:
    conversation_id = service.signed_in(turns, own.cookies[CHAT_COOKIE])
    own.post("/say", data={"words": HAND_OVER})
    keep(own, "my mother cannot cope")
    assert in_the_box(own.get("/").text) == "my mother cannot cope"

    with turns.sessions.begin() as session:
        conversation = session.get(Conversation, conversation_id)
        assert conversation is not None
        conversation.voice = NOBODY  # as after coming back, before anybody said who they are

    assert draft.kept(turns, conversation_id) == ""


@pytest.mark.parametrize("path", ["/exit", "/erase"])
def test_leaving_takes_the_choice_along(own: TestClient, path: str) -> None:
    own.post(path)

    assert DEVICE_COOKIE not in own.cookies


def test_the_first_page_says_nothing_of_who_was_here(own: TestClient) -> None:
    own.post("/exit")

    page = own.get("/").text

    assert page == TestClient(own.app).get("/").text


@pytest.mark.parametrize(("form", "minutes"), [({}, 3), (OWN, 15)])
def test_a_page_that_is_gone_ends_sooner_on_a_shared_device(
    browser: TestClient, turns: Turns, form: dict[str, str], minutes: int
) -> None:
    page = browser.post("/start", data=form).text
    key = re.search(r'data-key="([^"]+)"', page)
    assert key is not None
    before = turns.clock()

    assert browser.post("/renew", data={"key": key[1]}).status_code == 204

    with turns.reading() as session:
        row = ChatRepository(session).any_chat_session(hash_token(browser.cookies[CHAT_COOKIE]))
        assert row is not None
        assert round((row.ends_at - before).total_seconds() / 60) == minutes


@pytest.mark.parametrize(("form", "warned"), [({}, True), (OWN, False)])
def test_the_code_is_folded_away_and_warned_of_on_a_shared_device(
    browser: TestClient, form: dict[str, str], warned: bool
) -> None:
    page = browser.post("/start", data=form).text

    assert re.search(r'<details id="code" class="govuk-details app-no-print">', page)
    assert ("Look first if anyone can see the screen." in page) is warned


def test_a_kiosk_is_everybodys(browser: TestClient) -> None:
    assert 'name="device"' not in browser.get("/kiosk").text
    page = browser.post("/kiosk/start", data=OWN).text

    assert DEVICE_COOKIE not in browser.cookies
    assert "data-draft" not in page
    assert browser.get("/kiosk/device").status_code == 404
    assert browser.post("/kiosk/draft", data={"words": "x", "after": "9"}).status_code == 403


def test_in_a_frame_the_choice_is_kept_as_the_frame_keeps_things(browser: TestClient) -> None:
    browser.cookies.set("framed_tried", "1", path="/widget")

    answer = browser.post("/widget/start", data=OWN, follow_redirects=False)

    (device,) = [c for c in answer.headers.get_list("set-cookie") if DEVICE_COOKIE in c]
    assert device.startswith(f"framed_{DEVICE_COOKIE}=own;")
    assert "Partitioned" in device
