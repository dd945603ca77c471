"""Words that a kiosk could not take are shown again by another request than the one that posted
them, once."""

import pytest
from fastapi.testclient import TestClient

from api.chat import draft, service
from api.chat.deps import CHAT_COOKIE
from api.turn.service import Turns

TOO_LONG = "quokkapuddle " * 2_000
BOX = ">quokkapuddle"


@pytest.fixture
def begun(browser: TestClient) -> TestClient:
    browser.post("/kiosk/start")
    browser.follow_redirects = False
    return browser


@pytest.mark.parametrize(
    ("path", "form", "leads_to"),
    [
        ("/kiosk/say", {"words": TOO_LONG}, "/kiosk/chat?problem=too_long"),
        ("/kiosk/cards/2", {"caption": TOO_LONG}, "/kiosk/cards/2?problem=too_long"),
    ],
)
def test_what_is_refused_leads_on_to_a_page_and_stays_in_the_box_once(
    begun: TestClient, path: str, form: dict[str, str], leads_to: str
) -> None:
    answer = begun.post(path, data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)
    assert "quokkapuddle" not in answer.text

    first, second = begun.get(leads_to).text, begun.get(leads_to).text

    assert "That is too long to send in one go." in first
    assert BOX in first
    assert BOX not in second


def test_a_refused_card_keeps_its_face_and_is_not_put_into_the_conversation(
    begun: TestClient, turns: Turns
) -> None:
    begun.post("/kiosk/cards/2", data={"face": "not_happy", "caption": TOO_LONG})
    here = service.signed_in(turns, begun.cookies[CHAT_COOKIE])

    assert draft.kept(turns, here) == ""
    assert draft.kept_card(turns, here, "control") is None
    page = begun.get("/kiosk/cards/2?problem=too_long").text

    assert 'value="not_happy" checked' in page


def test_a_problem_that_does_not_exist_is_no_problem(begun: TestClient) -> None:
    page = begun.get("/kiosk/chat?problem=<b>").text

    assert "<title>Error" not in page
    assert "<b>" not in page


def test_elsewhere_the_page_is_the_answer_itself(browser: TestClient) -> None:
    browser.post("/start")

    answer = browser.post("/say", data={"words": TOO_LONG}, follow_redirects=False)

    assert answer.status_code == 413
    assert BOX in answer.text
