"""The practitioner's pages: nobody sees words without signing in, and nobody can change them."""

import re

import pytest
from fastapi.testclient import TestClient

from api.record.deps import REVIEW_COOKIE
from tests.web.conftest import PASSWORD, field
from tests.web.test_without_scripts import say

WISH = "I want a care package <b>so that</b> I can sleep"


def sign_in(browser: TestClient, **changes: str) -> str:
    form_key = field(browser.get("/review/sign-in").text, "form_key")
    form = {"form_key": form_key, "username": "sam", "password": PASSWORD} | changes
    return browser.post("/review/sign-in", data=form).text


@pytest.fixture
def talked(browser: TestClient) -> TestClient:
    browser.post("/start")
    say(browser, "yes")
    say(browser, WISH)
    browser.cookies.clear()
    return browser


@pytest.fixture
def signed_in(talked: TestClient, practitioner: str) -> TestClient:
    sign_in(talked)
    return talked


def record_of(browser: TestClient) -> str:
    link = re.search(r'href="(/review/conversations/[^"]+)"', browser.get("/review").text)
    assert link is not None
    return browser.get(link[1]).text


@pytest.mark.parametrize(
    "path", ["/review", "/review/conversations/00000000-0000-4000-8000-000000000000"]
)
def test_nothing_is_shown_before_signing_in(browser: TestClient, path: str) -> None:
    answer = browser.get(path, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/review/sign-in")


def test_signing_in_leads_to_the_list(browser: TestClient, practitioner: str) -> None:
    assert "No conversations match." in sign_in(browser)


def test_a_wrong_password_says_no_more_than_that(browser: TestClient, practitioner: str) -> None:
    wrong = sign_in(browser, password="not the password")
    nobody = sign_in(browser, username="nobody")

    said = "That name and password do not go together."
    assert said in wrong
    assert said in nobody
    assert REVIEW_COOKIE not in browser.cookies


def test_each_missing_field_is_an_error_at_the_field(browser: TestClient) -> None:
    page = sign_in(browser, username=" ", password="")

    assert 'data-module="error-focus"' in page
    for name in ("username", "password"):
        assert f'href="#{name}"' in page
        assert f'id="{name}-error"' in page


def test_a_sign_in_form_of_another_browser_is_refused(browser: TestClient) -> None:
    form = {"form_key": "made up", "username": "sam", "password": PASSWORD}

    assert browser.post("/review/sign-in", data=form).status_code == 403


def test_signing_out_needs_the_sessions_own_key(signed_in: TestClient) -> None:
    assert signed_in.post("/review/sign-out", data={"csrf": "made up"}).status_code == 403

    csrf = field(signed_in.get("/review").text, "csrf")
    page = signed_in.post("/review/sign-out", data={"csrf": csrf}).text

    assert "Password" in page
    assert "Password" in signed_in.get("/review").text


def test_the_list_shows_no_words(signed_in: TestClient) -> None:
    page = signed_in.get("/review").text

    assert "1 of 1 conversations" in page
    assert "1 with service words" in page
    assert "care package" not in page


def test_the_filter_is_in_the_address(signed_in: TestClient) -> None:
    assert "No conversations match." in signed_in.get("/review?channel=kiosk").text
    page = signed_in.get("/review?channel=web&status=open").text

    assert "1 of 1 conversations" in page
    assert '<option value="web" selected>' in page


def test_a_filter_that_is_not_one_is_an_error_in_plain_words(signed_in: TestClient) -> None:
    answer = signed_in.get("/review?status=nonsense")

    assert answer.status_code == 422
    assert "<h1" in answer.text


def test_words_are_shown_as_they_are_and_marked_in_place(signed_in: TestClient) -> None:
    page = record_of(signed_in)

    assert '<mark class="app-mark app-mark--service">a care package</mark>' in page
    assert "&lt;b&gt;so that&lt;/b&gt; I can sleep" in page
    assert "It names a service, not a change in life." in page
    assert "The adult: their own words" in page


def test_their_words_can_be_changed_nowhere_on_the_page(signed_in: TestClient) -> None:
    page = record_of(signed_in)

    deeds = {action.rsplit("/", 1)[1] for action in re.findall(r'<form[^>]*action="([^"]+)"', page)}
    assert deeds == {"sign-out", "stay", "read", "allocate", "accepted", "shortcuts"}
    assert "<textarea" not in page
    assert "care package" not in " ".join(re.findall(r"<input[^>]*>", page))


def test_a_conversation_that_is_not_there_is_said_plainly(signed_in: TestClient) -> None:
    answer = signed_in.get("/review/conversations/00000000-0000-4000-8000-000000000000")

    assert answer.status_code == 404
    assert "There is no such conversation." in answer.text
