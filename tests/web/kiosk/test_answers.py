"""A kiosk answers no form with a page: the page waits in memory for the request that shows it."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service
from api.core.clock import utc_now
from api.errors import TooManyTries
from api.kiosk import service as kiosks
from api.models import Kiosk
from api.settings import Settings
from tests.api.kiosk.test_kiosks import LEAD
from tests.web.conftest import ORIGIN, field
from tests.web.test_faults import failing
from web.kiosk import answers
from web.kiosk.answers import COOKIE, Answers, Owner
from web.kiosk.clock import plain_time
from web.kiosk.screen import SCREEN_COOKIE, is_known
from web.wording import words_in

LONG = "quokkapuddle " * 1_500
CODE = "quokka puddle numbat lantern wombat seven"
CODES = [("/kiosk/come-back", "return_code"), ("/kiosk/code", "code")]
HERE, ELSEWHERE = (Owner(known=False, name=name) for name in ("here", "elsewhere"))
SCREEN = Owner(known=True, name="key")
LEADS_TO = (303, b"", "/kiosk/answer")


@pytest.fixture
def begun(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Somebody is writing at a kiosk, and the record goes down."""
    browser.post("/kiosk/start")
    monkeypatch.setattr(service, "take", failing)
    browser.follow_redirects = False
    return browser


def test_words_that_could_not_be_kept_are_given_back_by_another_request(begun: TestClient) -> None:
    answer = begun.post("/kiosk/say", data={"words": LONG, "turn_id": "x"})
    assert (answer.status_code, answer.content, answer.headers["location"]) == LEADS_TO
    assert "path=/kiosk" in answer.headers["set-cookie"].lower()

    page = begun.get("/kiosk/answer")

    assert page.status_code == 503
    assert f"{LONG}</textarea>" in page.text
    assert (field(page.text, "turn_id"), page.headers["cache-control"]) == ("x", "no-store")
    assert begun.get("/kiosk/answer").text == page.text, "a reload loses nothing"


@pytest.mark.parametrize("path", ["/kiosk", "/kiosk/exit", "/kiosk/closed"])
def test_they_are_gone_with_the_first_screen_even_where_nothing_else_works(
    begun: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.post("/kiosk/say", data={"words": LONG})
    key = begun.cookies[COOKIE]
    monkeypatch.setattr(service, "leave", failing)

    begun.request("POST" if path == "/kiosk/exit" else "GET", path)

    shown = begun.get("/kiosk/answer", headers={"Cookie": f"{COOKIE}={key}"})
    assert (shown.status_code, shown.headers["location"]) == (303, "/kiosk/chat")


def test_only_the_browser_that_was_answered_is_shown_it(begun: TestClient) -> None:
    begun.post("/kiosk/say", data={"words": LONG})
    begun.cookies.clear()

    assert begun.get("/kiosk/answer").status_code == 303


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/kiosk/set-up", {"code": "quokkapuddle"}, 404),
        ("/kiosk/set-up", {"code": LONG}, 404),
        ("/kiosk/come-back", {"return_code": LONG}, 404),
        ("/kiosk/code", {"code": LONG}, 404),
        ("/kiosk/nothing", {"words": LONG}, 404),
        ("/kiosk/say", {"words": "x" * 1_100_000}, 413),
    ],
)
def test_no_form_is_answered_with_a_page(
    browser: TestClient, path: str, form: dict[str, str], status: int
) -> None:
    answer = browser.post(path, data=form, follow_redirects=False)

    assert (answer.status_code, answer.content, answer.headers["location"]) == LEADS_TO
    assert browser.get("/kiosk/answer").status_code == status


@pytest.mark.parametrize(("path", "name"), CODES)
def test_a_code_that_was_refused_is_in_the_field_to_be_put_right(
    browser: TestClient, path: str, name: str
) -> None:
    answer = browser.post(path, data={name: CODE}, follow_redirects=False)
    assert (answer.status_code, answer.content, answer.headers["location"]) == LEADS_TO
    assert "quokka" not in answer.headers["set-cookie"]

    page = browser.get("/kiosk/answer")

    assert page.status_code == 404
    assert f'value="{CODE}"' in page.text
    assert "govuk-error-summary" in page.text
    assert all(CODE not in browser.get(other).text for other, _ in CODES)


@pytest.mark.parametrize(("path", "name"), CODES)
def test_an_empty_code_and_too_many_tries_are_said(
    browser: TestClient, settings: Settings, path: str, name: str
) -> None:
    settings.code_tries = "1/minute"
    words = words_in().come_back if path.endswith("come-back") else words_in().invited

    assert words.empty in browser.post(path, data={name: " "}).text
    browser.post(path, data={name: CODE})
    often = browser.post(path, data={name: CODE})

    assert (often.status_code, int(often.headers["retry-after"])) == (429, 60)
    assert TooManyTries().message in often.text


def test_exit_is_still_answered_at_once(browser: TestClient) -> None:
    answer = browser.post("/kiosk/exit", follow_redirects=False)

    assert (answer.status_code, answer.headers["refresh"]) == (200, "0; url=/kiosk")


def test_whoever_is_too_many_still_gets_their_words_back(
    begun: TestClient, settings: Settings
) -> None:
    settings.most_at_once = 0
    answer = begun.post("/kiosk/say", data={"words": LONG})
    assert answer.headers["location"] == "/kiosk/answer"

    page = begun.get("/kiosk/answer")

    assert page.status_code == 503
    assert f"{LONG}</textarea>" in page.text


def test_where_there_is_no_room_the_page_is_the_answer_and_no_other_is_lost() -> None:
    held = Answers(most=10)
    first = held.hold(HERE, 503, {}, b"12345678")

    assert held.hold(HERE, 503, {}, b"123") is None
    assert held.hold(HERE, 503, {}, b"12345678901", in_place_of=first) is None
    kept = held.shown(first)
    assert kept is not None
    assert kept.body == b"12345678"


def test_nobody_takes_the_room_of_a_screen_and_each_has_a_share() -> None:
    held = Answers(most=10, share=6)

    assert held.hold(HERE, 503, {}, b"12345")
    assert held.hold(HERE, 503, {}, b"12") is None, "its share is spent"
    assert held.hold(ELSEWHERE, 503, {}, b"12345")
    assert held.hold(Owner(known=False, name="c"), 503, {}, b"1") is None, "so is the room"
    assert held.hold(SCREEN, 503, {}, b"12345")


def test_the_next_page_comes_in_the_place_of_the_one_before() -> None:
    held = Answers(most=10)
    first = held.hold(SCREEN, 503, {}, b"12345678")
    second = held.hold(SCREEN, 503, {}, b"123456789", in_place_of=first)

    assert held.shown(first) is None
    assert held.shown(second)


def test_a_page_goes_when_its_time_is_over(settings: Settings) -> None:
    now = 0.0
    held = Answers(clock=lambda: now, most=10)
    key = held.hold(HERE, 503, {}, b"12345678")

    now = plain_time(settings) / timedelta(seconds=1) + 1

    assert held.shown(key) is None
    assert held.hold(HERE, 503, {}, b"12345678"), "its room is free"


@pytest.mark.parametrize("asked", ["the record is there", "the record is down"])
def test_whatever_somebody_outside_sends_a_screens_form_is_answered_with_no_page(
    site: FastAPI, kiosk: TestClient, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "answers", Answers(most=300_000))
    kiosk.post("/kiosk/start")
    outside = TestClient(site, headers={"Origin": ORIGIN}, follow_redirects=False)
    for _ in range(100):
        outside.cookies.clear()
        if outside.post("/kiosk/set-up", data={"code": LONG}).status_code != 303:
            break
    else:
        raise AssertionError("there was room for all of it")

    monkeypatch.setattr(service, "take", failing)
    if asked == "the record is down":
        monkeypatch.setattr(kiosks, "kiosk_of", failing)
    answer = kiosk.post("/kiosk/say", data={"words": LONG}, follow_redirects=False)

    assert (answer.status_code, answer.content, answer.headers["location"]) == LEADS_TO


def test_a_screen_that_staff_close_has_no_room_of_its_own_any_more(
    kiosk: TestClient, sessions: sessionmaker[Session]
) -> None:
    kiosk.get("/kiosk")
    key = kiosk.cookies[SCREEN_COOKIE]
    assert is_known(key)

    with sessions.begin() as session:
        kiosks.revoke(session, LEAD, session.scalars(select(Kiosk.id)).one(), now=utc_now())
    kiosk.get("/kiosk")

    assert not is_known(key)


def test_what_is_shown_again_of_a_screens_code_is_no_longer_than_a_code(
    browser: TestClient,
) -> None:
    page = browser.post("/kiosk/set-up", data={"code": "\u00e9" * 150_000})

    assert page.status_code == 404
    assert page.text.count("\u00e9") == 1000
