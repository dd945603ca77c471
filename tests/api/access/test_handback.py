"""A closed account hands its conversations back: nobody waits for somebody who has left."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service
from api.turn.service import Turns
from api.user.service import add_user, disable_user
from tests.api.desk import Headers, audit

PASSWORD = "a long enough password"


@pytest.fixture
def shared(
    client: TestClient, lead: Headers, turns: Turns, sessions: sessionmaker[Session]
) -> tuple[str, str]:
    """Two conversations: sam's alone, and one that sam has together with jo."""
    with sessions.begin() as session:
        for name in ("sam", "jo"):
            add_user(session, name, PASSWORD)
    alone, both = (str(service.start(turns).id) for _ in range(2))
    for conversation, name in ((alone, "sam"), (both, "sam"), (both, "jo")):
        path = f"/api/v1/conversations/{conversation}/allocations/{name}"
        assert client.put(path, headers=lead).status_code == 204
    return alone, both


def allocated(client: TestClient, lead: Headers, **filters: str) -> dict[str, list[str]]:
    answer = client.get("/api/v1/queue", params=filters, headers=lead)
    return {line["id"]: line["allocated_to"] for line in answer.json()["items"]}


def test_what_was_theirs_alone_is_nobodys_and_stands_in_the_queue(
    client: TestClient, lead: Headers, shared: tuple[str, str], sessions: sessionmaker[Session]
) -> None:
    alone, both = shared

    with sessions.begin() as session:
        assert disable_user(session, "sam") == 2

    assert allocated(client, lead) == {alone: [], both: ["jo"]}
    assert allocated(client, lead, allocated="nobody") == {alone: []}


def test_each_is_in_the_audit_of_its_conversation(
    shared: tuple[str, str], sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        disable_user(session, "sam")

    released = {row for row in audit(sessions) if row[1] == "released"}
    assert released == {("system", "released", one) for one in shared}
