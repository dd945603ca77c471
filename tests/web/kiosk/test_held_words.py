"""Words that a kiosk could not take are shown again by another request than the one that posted
them, once."""

import pytest
from fastapi.testclient import TestClient

from api.chat import draft, service
from api.chat.deps import CHAT_COOKIE
from api.errors import TooManyTries
from api.settings import Settings
from api.turn.service import Turns
from web.wording import words_in

TOO_LONG = "quokkapuddle " * 2_000
BOX = ">quokkapuddle"
CODE = "quokka puddle numbat lantern wombat seven"
CODES = [("come-back", "return_code", "not_found"), ("code", "code", "code_not_good")]
FIELDS = [field for _, field, _ in CODES]


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


@pytest.mark.parametrize(("path", "field", "name"), CODES)
def test_a_code_that_was_refused_is_in_the_field_once_and_in_the_cookie_sealed(
    browser: TestClient, path: str, field: str, name: str
) -> None:
    answer = browser.post(f"/kiosk/{path}", data={field: CODE}, follow_redirects=False)
    assert (answer.status_code, answer.content) == (303, b"")
    assert answer.headers["location"] == f"/kiosk/{path}?problem={name}"
    assert "quokka" not in answer.headers["set-cookie"]
    assert "path=/kiosk" in answer.headers["set-cookie"].lower()

    first, second = (browser.get(answer.headers["location"]).text for _ in range(2))

    assert f'value="{CODE}"' in first
    assert "govuk-error-summary" in first
    assert CODE not in second


@pytest.mark.parametrize(("path", "other"), [("come-back", "code"), ("code", "come-back")])
def test_a_code_of_one_page_is_not_in_the_field_of_the_other(
    browser: TestClient, path: str, other: str
) -> None:
    browser.post(f"/kiosk/{path}", data=dict.fromkeys(FIELDS, CODE), follow_redirects=False)

    assert CODE not in browser.get(f"/kiosk/{other}?problem=empty").text


def test_an_empty_code_is_said_at_a_kiosk_too(browser: TestClient) -> None:
    for path, words in (("come-back", words_in().come_back), ("code", words_in().invited)):
        assert words.empty in browser.post(f"/kiosk/{path}", data=dict.fromkeys(FIELDS, " ")).text


@pytest.mark.parametrize(("path", "field", "name"), CODES)
def test_at_a_kiosk_too_many_tries_are_said_by_the_page_that_follows(
    browser: TestClient, settings: Settings, path: str, field: str, name: str
) -> None:
    settings.code_tries = "1/minute"
    browser.post(f"/kiosk/{path}", data={field: CODE})

    answer = browser.post(f"/kiosk/{path}", data={field: CODE}, follow_redirects=False)

    assert answer.headers["location"] == f"/kiosk/{path}?problem=too_many_tries"
    assert TooManyTries().message in browser.get(answer.headers["location"]).text


def test_elsewhere_the_page_is_the_answer_itself(browser: TestClient) -> None:
    browser.post("/start")

    answer = browser.post("/say", data={"words": TOO_LONG}, follow_redirects=False)

    assert answer.status_code == 413
    assert BOX in answer.text
