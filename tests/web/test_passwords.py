"""A password is changed, or chosen in place of one that was given out, page by page."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.core.clock import utc_now
from api.models import AuditEvent
from api.record.deps import REVIEW_COOKIE
from api.user import password_reset
from tests.web.conftest import PASSWORD, field
from tests.web.test_review import sign_in, signed_in, talked

__all__ = ["signed_in", "talked"]


def test_a_password_is_changed_and_the_old_one_signs_nobody_in(signed_in: TestClient) -> None:
    csrf = field(signed_in.get("/review/account/password").text, "csrf")
    form = {"csrf": csrf, "before": PASSWORD, "after": "marmalade lantern orbit"}

    page = signed_in.post("/review/account/password", data=form).text

    assert "Your password is changed" in page
    signed_in.cookies.clear()
    assert "do not go together" in sign_in(signed_in)
    assert "Conversations" in sign_in(signed_in, password="marmalade lantern orbit")


@pytest.mark.parametrize(
    ("before", "after", "field_name"),
    [("", "", "before"), ("wrong password", "marmalade lantern orbit", "before"),
     ("x" * 1_001, "marmalade lantern orbit", "before"), (PASSWORD, "marmalade" * 200, "after"),
     (PASSWORD, "password1234", "after"), (PASSWORD, "", "after")],
)  # fmt: skip
def test_a_password_that_cannot_be_taken_is_an_error_at_its_field(
    signed_in: TestClient, before: str, after: str, field_name: str
) -> None:
    csrf = field(signed_in.get("/review/account/password").text, "csrf")
    form = {"csrf": csrf, "before": before, "after": after}

    answer = signed_in.post("/review/account/password", data=form)

    assert answer.status_code in (401, 422)
    assert f'href="#{field_name}"' in answer.text
    assert 'data-module="error-focus"' in answer.text
    assert "marmalade" not in answer.text


def written(sessions: sessionmaker[Session], action: str) -> list[str]:
    with sessions() as session:
        return list(session.scalars(select(AuditEvent.actor).where(AuditEvent.action == action)))


def test_a_wrong_present_password_is_kept_in_the_audit(
    signed_in: TestClient, sessions: sessionmaker[Session]
) -> None:
    csrf = field(signed_in.get("/review/account/password").text, "csrf")
    form = {"csrf": csrf, "before": "wrong password", "after": "marmalade lantern orbit"}

    signed_in.post("/review/account/password", data=form)

    assert written(sessions, "password_refused") == ["user:sam"]


def test_one_can_sign_out_everywhere_else(
    signed_in: TestClient, sessions: sessionmaker[Session]
) -> None:
    elsewhere = signed_in.cookies[REVIEW_COOKIE]
    signed_in.cookies.clear()
    sign_in(signed_in)
    page = signed_in.get("/review/account").text
    assert "other browsers: 1." in page

    page = signed_in.post("/review/account/others", data={"csrf": field(page, "csrf")}).text

    assert "here and nowhere else" in page
    assert written(sessions, "signed_out_elsewhere") == ["user:sam"]
    signed_in.cookies.clear()
    signed_in.cookies.set(REVIEW_COOKIE, elsewhere)
    assert "Password" in signed_in.get("/review").text


def test_password_fields_hide_what_is_typed_and_take_a_managers_help(
    signed_in: TestClient,
) -> None:
    pages = [
        signed_in.get(f"/review/{path}").text
        for path in ("sign-in", "account/password", "account/codes")
    ]
    fields = [part for page in pages for part in re.findall(r"<input[^>]+password[^>]*>", page)]

    assert len(fields) == 4
    for one in fields:
        assert 'type="password"' in one
        assert re.search(r'autocomplete="(current|new)-password"', one)
        assert "onpaste" not in one
        assert "maxlength" not in one


def test_a_password_that_was_reset_leads_to_the_choice_of_another_and_then_on(
    signed_in: TestClient, sessions: sessionmaker[Session]
) -> None:
    found = re.search(r'href="(/review/conversations/[^"]+)"', signed_in.get("/review").text)
    assert found is not None
    with sessions.begin() as session:
        given = password_reset.reset(session, "sam", now=utc_now())
    page = signed_in.get(found[1])
    form = {"form_key": field(page.text, "form_key"), "username": "sam", "password": given}
    page = signed_in.post("/review/sign-in", data=form)
    assert "Choose your password" in page.text
    form = {"csrf": field(page.text, "csrf"), "password": "a word of my own", "again": "a word of"}
    tries = [(form | {"password": one, "again": one}, "password") for one in (given, "a b" * 400)]
    for typed, wrong in ((form, "again"), *tries):
        answer = signed_in.post("/review/password", data=typed)
        assert answer.status_code == 422
        assert f'href="#{wrong}"' in answer.text

    answer = signed_in.post("/review/password", data=form | {"again": form["password"]})

    assert answer.url.path == found[1]
