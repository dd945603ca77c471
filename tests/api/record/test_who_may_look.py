"""Who may look at the record, and that every look is written down."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.audit.service import first_break
from api.chat.schemas import Started
from api.models import Conversation
from api.record.service import erase_conversation, export_conversation
from api.turn.service import Turns
from api.user.service import add_user, sign_in
from tests.api.desk import RECORD, AsRole, Headers, audit


def calls(of: Started) -> list[tuple[str, str, Any]]:
    return [
        ("GET", RECORD, None),
        ("GET", f"{RECORD}/{of.id}", None),
        ("POST", f"{RECORD}/{of.id}/commands", {"commands": []}),
        ("POST", f"{RECORD}/{of.id}/messages", {"text": "hello"}),
        ("POST", "/api/v1/assessments", {"text": "hello"}),
    ]


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_a_role_that_was_not_given_it_is_denied(
    client: TestClient, started: Started, as_role: AsRole, role: str
) -> None:
    headers = as_role(role)

    for method, path, body in calls(started):
        answer = client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (403, "not_allowed"), path


@pytest.mark.parametrize("role", ["practitioner", "lead"])
def test_those_who_work_with_the_person_may_look(
    client: TestClient, started: Started, as_role: AsRole, role: str
) -> None:
    headers = as_role(role)

    assert client.get(RECORD, headers=headers).status_code == 200
    assert client.get(f"{RECORD}/{started.id}", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer x"}, {"Authorization": "Bearer "}, {"Cookie": "ow_review=x"}],
)
def test_without_a_name_for_the_audit_there_is_no_look(
    client: TestClient, started: Started, headers: Headers
) -> None:
    sent = headers | {"Sec-Fetch-Site": "same-origin"}
    for method, path, body in calls(started):
        answer = client.request(method, path, json=body, headers=sent)
        assert (answer.status_code, answer.json()["error"]) == (401, "not_signed_in"), path


def test_the_persons_own_token_does_not_open_the_record(
    client: TestClient, started: Started
) -> None:
    headers = {"Authorization": f"Bearer {started.token}"}

    assert client.get(f"{RECORD}/{started.id}", headers=headers).status_code == 401


def test_a_practitioners_cookie_opens_it_from_our_page_alone(
    client: TestClient, sessions: sessionmaker[Session], started: Started
) -> None:
    from api.core.clock import utc_now

    with sessions.begin() as session:
        add_user(session, "sam", "a long password")
        token = sign_in(session, "sam", "a long password", client="x", now=utc_now()).token
    cookie = {"Cookie": f"ow_review={token}"}
    path = f"{RECORD}/{started.id}/commands"

    assert client.get(RECORD, headers=cookie).status_code == 200
    assert client.post(path, json={"commands": []}, headers=cookie).status_code == 403
    ours = cookie | {"Sec-Fetch-Site": "same-origin"}
    assert client.post(path, json={"commands": []}, headers=ours).status_code == 204


@pytest.mark.parametrize("path", ["", "/commands", "/messages"])
def test_a_conversation_that_is_not_there_is_not_found(
    client: TestClient, lead: Headers, path: str
) -> None:
    body = {"commands": [], "text": "hello"}
    method = "POST" if path else "GET"

    answer = client.request(method, f"{RECORD}/{uuid4()}{path}", json=body, headers=lead)

    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


# ------------------------------------------------------------------------------------ the audit


def test_each_look_is_a_row_of_the_audit(
    client: TestClient, sessions: sessionmaker[Session], started: Started, lead: Headers
) -> None:
    before = audit(sessions)

    client.get(RECORD, headers=lead)
    client.get(f"{RECORD}/{started.id}", headers=lead)
    client.get(f"{RECORD}/{started.id}", headers=lead)

    viewed = ("token:lead system", "viewed", str(started.id))
    assert audit(sessions)[len(before) :] == [
        ("token:lead system", "listed", "conversations?page=1"), viewed, viewed,
    ]  # fmt: skip


def test_changes_exports_and_erasures_are_rows_of_the_audit(
    client: TestClient, turns: Turns, started: Started, lead: Headers
) -> None:
    before = len(audit(turns.sessions))

    client.post(f"{RECORD}/{started.id}/commands", json={"commands": []}, headers=lead)
    with turns.sessions.begin() as session:
        export_conversation(session, turns.keys, started.id, actor="user:sam")
        erase_conversation(session, started.id, actor="user:sam")

    rows = [(actor, action) for actor, action, _ in audit(turns.sessions)[before:]]
    assert rows == [
        ("token:lead system", "recorded"), ("user:sam", "exported"), ("user:sam", "erased"),
    ]  # fmt: skip
    with turns.sessions.begin() as session:
        assert first_break(session) is None
        assert session.get(Conversation, started.id) is None


def test_a_look_that_was_refused_shows_nothing_and_changes_nothing(
    client: TestClient, sessions: sessionmaker[Session], started: Started, as_role: AsRole
) -> None:
    headers = as_role("admin")
    before = audit(sessions)

    client.get(f"{RECORD}/{started.id}", headers=headers)

    assert audit(sessions) == before
