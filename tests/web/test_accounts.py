"""Setting codes up and signing in with them, opening in need, and the audit, page by page."""

import re
import time

import pyotp
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.core.clock import utc_now
from api.models import Allocation, Conversation, User
from api.record.deps import REVIEW_COOKIE
from api.user.service import add_user
from tests.web.conftest import PASSWORD, field
from tests.web.test_passwords import written
from tests.web.test_review import record_of, sign_in, signed_in, talked

__all__ = ["signed_in", "talked"]
REASON = "Her daughter rang: <b>danger</b> tonight"


def set_up(browser: TestClient) -> tuple[str, list[str]]:
    """Set codes up from one's account; return the secret and the recovery codes."""
    page = browser.get("/review/account/codes").text
    found = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", page)
    assert found is not None
    secret = found[1].replace(" ", "")
    form = {"csrf": field(page, "csrf"), "code": pyotp.TOTP(secret).now(), "password": PASSWORD}
    shown = browser.post("/review/account/codes", data=form).text
    return secret, re.findall(r"<li>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){5})</li>", shown)


@pytest.fixture
def with_codes(signed_in: TestClient) -> tuple[TestClient, list[str]]:
    recovery = set_up(signed_in)[1]
    signed_in.cookies.clear()
    return signed_in, recovery


def test_after_setting_codes_up_a_password_leads_to_the_question_for_one(
    with_codes: tuple[TestClient, list[str]],
) -> None:
    browser, recovery = with_codes

    page = sign_in(browser)

    assert len(recovery) == 10
    assert "Enter your code" in page
    assert "Password" in browser.get("/review").text
    form = {"csrf": field(page, "csrf"), "code": recovery[0]}
    assert "1 of 1 conversations" in browser.post("/review/code", data=form).text
    assert "9 recovery codes left" in browser.get("/review/account").text


@pytest.mark.parametrize(("code", "words"), [("", "Enter the code"), ("123456", "not right")])
def test_a_wrong_code_is_an_error_at_the_field(
    with_codes: tuple[TestClient, list[str]], code: str, words: str
) -> None:
    browser = with_codes[0]
    form = {"csrf": field(sign_in(browser), "csrf"), "code": code}

    page = browser.post("/review/code", data=form).text

    assert 'href="#code"' in page
    assert 'id="code-error"' in page
    assert words in page


def test_the_token_before_the_code_is_worth_nothing_after_it(
    with_codes: tuple[TestClient, list[str]],
) -> None:
    browser, recovery = with_codes
    page = sign_in(browser)
    half = browser.cookies[REVIEW_COOKIE]

    browser.post("/review/code", data={"csrf": field(page, "csrf"), "code": recovery[1]})

    assert browser.cookies[REVIEW_COOKIE] != half
    browser.cookies.clear()
    browser.cookies.set(REVIEW_COOKIE, half)
    assert "Password" in browser.get("/review").text


def test_a_code_form_without_the_sessions_key_is_refused(
    with_codes: tuple[TestClient, list[str]],
) -> None:
    browser, recovery = with_codes
    sign_in(browser)

    answer = browser.post("/review/code", data={"csrf": "made up", "code": recovery[0]})

    assert answer.status_code == 403


def test_the_picture_has_no_style_of_its_own_and_nothing_from_elsewhere(
    signed_in: TestClient,
) -> None:
    page = signed_in.get("/review/account/codes").text

    assert "<svg" in page
    assert "style=" not in page
    assert "data:" not in page


@pytest.fixture
def colleagues(signed_in: TestClient, sessions: sessionmaker[Session]) -> TestClient:
    """The conversation is with somebody else, and there is a lead."""
    with sessions.begin() as session:
        add_user(session, "alex", PASSWORD)
        add_user(session, "lee", PASSWORD, "lead")
        alex = session.query(User).filter(User.username == "alex").one()
        conversation = session.query(Conversation).one()
        session.add(
            Allocation(conversation_id=conversation.id, user_id=alex.id, at=utc_now(), by="system")
        )
    return signed_in


def only_conversation(sessions: sessionmaker[Session]) -> str:
    with sessions() as session:
        return f"/review/conversations/{session.query(Conversation).one().id}"


def test_opening_in_need_asks_for_a_reason_and_the_lead_reads_it(
    colleagues: TestClient, sessions: sessionmaker[Session]
) -> None:
    here = only_conversation(sessions)
    page = colleagues.get(here).text
    assert "This conversation is with a colleague" in page
    csrf = field(page, "csrf")

    refused = colleagues.post(f"{here}/break-glass", data={"csrf": csrf, "reason": " "})
    opened = colleagues.post(f"{here}/break-glass", data={"csrf": csrf, "reason": REASON})
    colleagues.cookies.clear()
    sign_in(colleagues, username="lee")
    assert "Opened in need (1 new)" in colleagues.get("/review").text
    page = colleagues.get("/review/glass").text

    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert "care package" in opened.text
    assert "Her daughter rang: &lt;b&gt;danger&lt;/b&gt; tonight" in page
    seen = re.search(r'action="(/review/glass/[^"]+/seen)"', page)
    assert seen is not None
    form = {"csrf": field(page, "csrf")}
    assert "Looked at by lee" in colleagues.post(seen[1], data=form).text
    assert "Opened in need</a>" in colleagues.get("/review").text
    timeline = colleagues.get(f"{here}/audit").text
    assert "opened it in need" in timeline
    assert REASON not in timeline


def test_the_timeline_says_who_looked(signed_in: TestClient) -> None:
    page = record_of(signed_in)
    link = re.search(r'href="([^"]+/audit)"', page)
    assert link is not None

    timeline = signed_in.get(link[1]).text

    assert re.search(r"sam</td>\s*<td[^>]*>read it", timeline)
    assert re.search(r"sam</td>\s*<td[^>]*>looked at the audit", timeline)


def test_an_auditor_comes_to_the_audit_and_reads_no_words(
    talked: TestClient, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        add_user(session, "kim", PASSWORD, "auditor")

    page = sign_in(talked, username="kim")

    assert "<h1" in page
    assert "signed in" in page
    assert "care package" not in page
    assert talked.get("/review").status_code == 403


def test_a_sign_in_that_failed_is_in_the_audit_without_what_was_typed(
    talked: TestClient, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        add_user(session, "kim", PASSWORD, "auditor")
    sign_in(talked, username="a-password-typed-here")
    sign_in(talked, username="kim", password="quokkapuddle")

    page = sign_in(talked, username="kim")

    assert len(re.findall(r"<td[^>]*>could not sign in", page)) == 2  # it can be looked for, too
    assert "a-password-typed-here" not in page
    assert "quokkapuddle" not in page


def test_signing_in_again_ends_the_session_that_was_open_here(signed_in: TestClient) -> None:
    before = signed_in.cookies[REVIEW_COOKIE]

    sign_in(signed_in)

    assert signed_in.cookies[REVIEW_COOKIE] != before
    signed_in.cookies.clear()
    signed_in.cookies.set(REVIEW_COOKIE, before)
    assert "Password" in signed_in.get("/review").text


def test_new_recovery_codes_need_a_code_from_the_phone(signed_in: TestClient) -> None:
    secret = set_up(signed_in)[0]
    csrf = field(signed_in.get("/review/account").text, "csrf")
    later = pyotp.TOTP(secret).at(time.time() + 30)  # the one of now was used to set up

    answers = [
        signed_in.post("/review/account/recovery-codes", data={"csrf": csrf, "code": code})
        for code in ("", "123456", later)
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 200]
    assert 'href="#code"' in answers[0].text
    assert "not right" in answers[1].text
    assert "Your recovery codes" in answers[2].text


@pytest.mark.parametrize(
    ("password", "said"), [("", "Enter the password you have now"), ("wrong password", "not the")]
)
def test_whoever_finds_a_screen_open_cannot_tie_the_account_to_their_phone(
    signed_in: TestClient, sessions: sessionmaker[Session], password: str, said: str
) -> None:
    page = signed_in.get("/review/account/codes").text
    found = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", page)
    assert found is not None
    code = pyotp.TOTP(found[1].replace(" ", "")).now()
    form = {"csrf": field(page, "csrf"), "code": code, "password": password}

    page = signed_in.post("/review/account/codes", data=form).text

    assert 'href="#password"' in page
    assert said in page
    with sessions() as session:
        assert session.scalars(select(User.code_set_up_at)).all() == [None]
    assert len(written(sessions, "password_refused")) == bool(password)
