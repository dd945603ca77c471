"""Begin with a code that somebody was given: on the web, at a kiosk and in a frame, no scripts."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat.deps import CHAT_COOKIE
from api.core.clock import utc_now
from api.invite import service
from api.models import Allocation, CaseLink, Conversation
from api.settings import Settings
from api.vault.keys import KeyRing
from tests.api.staff import a_colleague
from tests.databases import locked
from tests.web.practise import plain
from tests.web.test_without_scripts import say
from web.wording import words_in

Sessions = sessionmaker[Session]


@pytest.fixture
def code(sessions: Sessions, keys: KeyRing) -> str:
    sam = a_colleague(sessions, "sam")
    with sessions.begin() as session:
        return service.make_invite(session, keys, sam, "ASC-20417", now=utc_now()).code


def linked(sessions: Sessions) -> list[str]:
    """Return the channel of each conversation that is in a case and with somebody."""
    with sessions.begin() as session:
        query = session.query(Conversation).join(CaseLink).join(Allocation)
        return [one.channel for one in query]


@pytest.mark.parametrize(("base", "channel"), [("", "web"), ("/kiosk", "kiosk")])
def test_the_first_page_leads_to_it_and_it_begins(
    browser: TestClient, code: str, sessions: Sessions, base: str, channel: str
) -> None:
    assert f'href="{base}/code"' in browser.get(base or "/").text

    answer = browser.post(f"{base}/code", data={"code": code.upper()}, follow_redirects=False)

    assert answer.status_code == 303
    assert CHAT_COOKIE in answer.cookies
    assert linked(sessions) == [channel]


def test_what_typing_it_does_is_said_before_it_is_typed(browser: TestClient) -> None:
    said = plain(browser.get("/code").text)

    before = said.partition("Your code")[0]
    assert "That worker can read what you write here." in before
    assert "You do not need a code. Start without a code" in before
    assert "Did it come from someone else? Then start without it." in before


@pytest.mark.parametrize(("typed", "status"), [("", 422), ("  ", 422), ("four words of no", 404)])
def test_a_code_that_cannot_be_used_is_an_error_at_the_field_and_begins_nothing(
    browser: TestClient, sessions: Sessions, typed: str, status: int
) -> None:
    answer = browser.post("/code", data={"code": typed})

    assert answer.status_code == status
    assert 'href="#code"' in answer.text
    assert "Start without a code" in answer.text
    with sessions.begin() as session:
        assert session.query(Conversation).count() == 0


def test_a_used_code_reads_like_one_that_never_was(
    browser: TestClient, code: str, sessions: Sessions
) -> None:
    browser.post("/code", data={"code": code})
    say(browser, "home")
    browser.cookies.clear()

    used = browser.post("/code", data={"code": code})
    unknown = browser.post("/code", data={"code": "four words of no"})

    assert used.status_code == unknown.status_code == 404
    assert used.text.replace(code, "") == unknown.text.replace("four words of no", "")


def test_with_a_conversation_open_it_leads_back_there(browser: TestClient, code: str) -> None:
    browser.post("/start")

    answer = browser.get("/code", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_code_is_not_used_up_while_the_record_is_locked(
    browser: TestClient,
    code: str,
    sessions: Sessions,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("api.db.BUSY_SECONDS", 0.2)
    sessions.kw["bind"].dispose()
    with locked(database):
        assert browser.post("/code", data={"code": code}).status_code == 503

    assert browser.post("/code", data={"code": code}, follow_redirects=False).status_code == 303
    assert linked(sessions) == ["web"]


def test_tries_are_counted(browser: TestClient, settings: Settings) -> None:
    settings.code_tries = "1/minute"
    browser.post("/code", data={"code": "four words of no"})

    answer = browser.post("/code", data={"code": "four words of no"})

    assert answer.status_code == 429
    assert answer.headers["retry-after"]


UNKIND = ("abus", "safeguard", "harm", "danger", "violen", "council", "risk", "hurt", "case")


def test_nothing_on_the_slip_says_what_it_is_for() -> None:
    slip = words_in().invites.slip
    words = " ".join([*(text for _, text in slip.pairs()), words_in().invited.link]).casefold()

    assert [word for word in UNKIND if word in words] == []


@pytest.mark.parametrize(("path", "name"), [("/code", "code"), ("/come-back", "return_code")])
def test_what_is_no_code_at_all_stays_in_the_field_however_long(
    browser: TestClient, path: str, name: str
) -> None:
    """Somebody may write or dictate what they have to say into the only field there is."""
    words = "quokkapuddle " * 1_500

    answer = browser.post(path, data={name: words})

    assert answer.status_code == 404
    assert f'value="{words}"' in answer.text
