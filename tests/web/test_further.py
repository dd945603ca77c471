"""A link in an e-mail leads, after signing in, to the page it names; and to no other site."""

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from api.models import User
from api.user.sessions import SignedIn
from api.user.signed_in import SignedInUser
from tests.web.conftest import PASSWORD, field
from tests.web.practise import Practitioner
from tests.web.review.conftest import sam
from tests.web.test_accounts import set_up
from web.review.further import NEXT_COOKIE, next_page

__all__ = ["sam"]


def sent_to(browser: TestClient, link: str, password: str = PASSWORD) -> str:
    """Follow a link while signed out, sign in; return where one is sent."""
    page = browser.get(link)
    assert page.url.path == "/review/sign-in"
    form = {"form_key": field(page.text, "form_key"), "username": "sam", "password": password}
    return browser.post("/review/sign-in", data=form, follow_redirects=False).headers["location"]


def test_after_signing_in_the_link_is_opened_and_once(sam: Practitioner) -> None:
    sam.browser.cookies.clear()

    assert sent_to(sam.browser, sam.here) == sam.here

    assert NEXT_COOKIE not in sam.browser.cookies
    sam.browser.cookies.clear()
    assert sent_to(sam.browser, "/review") == "/review"


def test_a_second_step_in_between_loses_it_not(sam: Practitioner) -> None:
    _, recovery = set_up(sam.browser)
    sam.browser.cookies.clear()

    assert sent_to(sam.browser, sam.here) == "/review/code"

    page = sam.browser.get("/review/code").text
    form = {"csrf": field(page, "csrf"), "code": recovery[0]}
    answer = sam.browser.post("/review/code", data=form, follow_redirects=False)
    assert answer.headers["location"] == sam.here


def test_a_form_that_was_sent_signed_out_is_not_led_back_to(sam: Practitioner) -> None:
    sam.browser.cookies.clear()

    sam.browser.post(f"{sam.here}/read", data={"seq": "1"})

    assert NEXT_COOKIE not in sam.browser.cookies


def test_whoever_signs_out_leaves_no_way_behind(sam: Practitioner) -> None:
    sam.browser.cookies.set(NEXT_COOKIE, sam.here, path="/review")
    csrf = field(sam.browser.get("/review").text, "csrf")

    answer = sam.browser.post("/review/sign-out", data={"csrf": csrf}, follow_redirects=False)

    assert any(NEXT_COOKIE in line for line in answer.headers.get_list("set-cookie"))


def test_who_reads_no_records_is_not_led_to_one(
    sam: Practitioner, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        session.execute(update(User).values(role="auditor"))
    sam.browser.cookies.clear()

    assert sent_to(sam.browser, sam.here) == "/review/audit"


def signed(role: str = "practitioner", step: str = "done") -> SignedIn:
    return SignedIn("", "", SignedInUser(uuid4(), "sam", role, ""), step)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "https://evil.example",
        "//evil.example/review/conversations",
        "/\\evil.example",
        "/review//evil.example",
        "/review/conversations//evil.example",
        "/review/conversations/..//evil.example",
        "/review/conversations\n/x",
        "/review/conversations/x?next=//evil.example",
        "/review/conversations/%2f%2fevil.example",
        "/review/sign-in",
        "/review/sign-out",
        "/review/sso",
        "/exit",
        "javascript:alert(1)",
        "/review/conversationsx",
    ],
)
def test_no_other_place_is_ever_led_to(wanted: str) -> None:
    assert next_page(signed(), wanted) == "/review"


def test_no_step_of_signing_in_is_skipped() -> None:
    for step in ("code", "password", "set_up"):
        assert next_page(signed(step=step), "/review/conversations/x").endswith(
            step.replace("_", "-")
        )
