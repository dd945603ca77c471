"""Who is refused, and has an account, stands in the log with what they asked for."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.token.service import add_token
from api.user.service import add_user
from tests.api.watch.test_logs import Lines, lines
from tests.web.conftest import PASSWORD
from tests.web.test_review import sign_in

__all__ = ["lines"]
NOBODYS = UUID(int=1)


def refusals(lines: Lines) -> list[tuple[Any, Any, Any]]:
    found = [line for line in lines() if line["event"] == "answered"]
    return [
        (line["status"], line["route"], line.get("actor"))
        for line in found
        if int(str(line["status"])) >= 400
    ]


@pytest.fixture
def auditor(browser: TestClient, sessions: sessionmaker[Session]) -> TestClient:
    with sessions.begin() as session:
        add_user(session, "kim.o-hara", PASSWORD, "auditor")
    sign_in(browser, username="kim.o-hara")
    return browser


@pytest.mark.parametrize(
    ("method", "path", "status", "route"),
    [
        ("GET", "/review", 403, "/review"),
        ("GET", f"/review/conversations/{NOBODYS}", 403, "/review/conversations/{conversation_id}"),
        ("GET", "/api/v1/conversations", 403, "/api/v1/conversations"),
        ("POST", "/review/account/others", 403, "/review/account/others"),  # an old key
        ("POST", "/review/account/password", 403, "/review/account/password"),
    ],
)
def test_a_colleague_who_is_refused_is_named_with_the_route(
    auditor: TestClient, lines: Lines, method: str, path: str, status: int, route: str
) -> None:
    form = {"csrf": "made up"} if method == "POST" else None
    assert auditor.request(method, path, data=form).status_code == status

    assert refusals(lines) == [(status, route, "user:kim.o-hara")]


def test_so_is_a_case_systems_token(
    browser: TestClient, sessions: sessionmaker[Session], lines: Lines
) -> None:
    with sessions.begin() as session:
        token = add_token(session, "case-system", "auditor")
    browser.get("/api/v1/conversations", headers={"Authorization": f"Bearer {token}"})

    assert refusals(lines) == [(403, "/api/v1/conversations", "token:case-system")]


def test_an_adult_is_not(browser: TestClient, lines: Lines) -> None:
    begun = browser.post("/chat/conversations", json={}).json()
    where = f"/chat/conversations/{uuid4()}/turns"
    turn = {"turn_id": str(uuid4()), "text": "hello"}
    browser.post(where, json=turn, headers={"Authorization": f"Bearer {begun['token']}"})

    assert [actor for *_, actor in refusals(lines)] == [None]


def test_who_is_let_in_is_in_the_audit_and_not_in_the_log(
    auditor: TestClient, lines: Lines
) -> None:
    auditor.get("/review/audit")

    assert [line for line in lines() if "actor" in line] == []
