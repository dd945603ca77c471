"""What is taken away is the speaker's own words, and nothing that is not theirs."""

from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pypdf import PdfReader

from api.chat.register import set_easy_words
from api.chat.service import signed_in
from api.turn.service import Turns
from tests.web.script_bot import HAND_BACK, HAND_OVER, OWN_ACCOUNT

WISH = "I want <b>peace</b> & my dog\n  back"
VIEW = "He says I should be in a home"
COPIES = [("GET", "/keep/page"), ("POST", "/keep/text"), ("POST", "/keep/pdf")]


def text_of(answer: Response) -> str:
    """Return what a copy says, whichever kind it is."""
    if answer.headers["Content-Type"] != "application/pdf":
        return answer.text
    pages = PdfReader(BytesIO(answer.content)).pages
    return "\n".join(page.extract_text() for page in pages)


def say(browser: TestClient, *lines: str) -> None:
    for line in lines:
        browser.post("/say", data={"words": line})


@pytest.fixture
def spoken(browser: TestClient) -> TestClient:
    browser.post("/start")
    say(browser, VIEW, OWN_ACCOUNT, WISH)
    return browser


def test_the_text_holds_their_words_exactly_and_what_happens_next(spoken: TestClient) -> None:
    answer = spoken.post("/keep/text")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert f"1. “{WISH}”" in answer.text
    assert f"- “{OWN_ACCOUNT}”" in answer.text
    assert "What happens next" in answer.text


def test_the_page_holds_their_words_and_is_kept_nowhere(spoken: TestClient) -> None:
    answer = spoken.get("/keep/page")

    assert "“I want &lt;b&gt;peace&lt;/b&gt; &amp; my dog\n  back”" in answer.text
    assert f"“{OWN_ACCOUNT}”" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("method", "path"), COPIES)
def test_a_differing_view_is_in_no_copy(spoken: TestClient, method: str, path: str) -> None:
    text = text_of(spoken.request(method, path))

    assert "in a home" not in text
    assert "peace" in text


@pytest.mark.parametrize(("method", "path"), COPIES)
def test_family_who_take_over_get_no_copy(spoken: TestClient, method: str, path: str) -> None:
    say(spoken, HAND_OVER)

    answer = spoken.request(method, path)

    assert answer.status_code == 403
    assert "peace" not in answer.text


@pytest.mark.parametrize(("method", "path"), COPIES)
def test_what_family_wrote_first_is_in_no_copy_of_the_adult(
    spoken: TestClient, method: str, path: str
) -> None:
    say(spoken, HAND_BACK, "I want a quiet life")  # so all before was the family's

    text = text_of(spoken.request(method, path))

    assert "quiet life" in text
    assert "peace" not in text
    assert "I cry" not in text


@pytest.mark.parametrize(("method", "path"), [*COPIES, ("GET", "/keep")])
def test_a_closed_page_gives_no_copy(spoken: TestClient, method: str, path: str) -> None:
    token = spoken.cookies["ow_chat"]
    spoken.post("/exit")

    answer = spoken.request(method, path, headers={"Cookie": f"ow_chat={token}"})

    assert answer.status_code == 401
    assert "peace" not in answer.text


def test_a_warning_comes_first_and_shows_no_words(spoken: TestClient) -> None:
    page = spoken.get("/keep").text

    assert "Only keep a copy if nobody else can find it." in page
    assert "peace" not in page


def test_a_kiosk_keeps_no_file(browser: TestClient) -> None:
    browser.post("/kiosk/start")

    assert "text file" not in browser.get("/kiosk/keep").text
    assert "PDF" not in browser.get("/kiosk/keep").text
    assert browser.post("/kiosk/keep/text").status_code == 404
    assert browser.post("/kiosk/keep/pdf").status_code == 404


def test_a_shared_device_is_warned_of_what_stays_on_it(browser: TestClient) -> None:
    browser.post("/start")
    assert "What you save stays on it" in browser.get("/keep").text

    browser.post("/device", data={"device": "own"})
    assert "What you save stays on it" not in browser.get("/keep").text


def test_the_copy_is_in_easy_words_where_the_person_chose_them(
    spoken: TestClient, turns: Turns
) -> None:
    set_easy_words(turns, signed_in(turns, spoken.cookies["ow_chat"]), on=True)

    text = spoken.post("/keep/text").text

    assert "What is next" in text
    assert f"1. “{WISH}”" in text


def test_somebody_who_said_no_wish_yet_is_told_that_there_is_time(browser: TestClient) -> None:
    browser.post("/start")

    assert "when you are ready." in browser.post("/keep/text").text
