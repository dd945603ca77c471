"""A case system at work: each change is made from the newest version, unless a test says not."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.chat.schemas import Started
from api.models import AuditEvent
from api.turn.service import Turns
from tests.api.talk import say
from tests.builders import FakeBot, an_answer, an_assessment, an_outcome

RECORD = "/api/v1/conversations"
Headers = dict[str, str]
AsRole = Callable[[str], Headers]
WISH = "a care package so I can see Nina"


class Desk:
    def __init__(self, client: TestClient, headers: Headers, of: Started) -> None:
        self.client, self.headers = client, headers
        self.path = f"/api/v1/conversations/{of.id}"

    def see(self) -> dict[str, Any]:
        answer = self.client.get(f"{self.path}/casework", headers=self.headers)
        assert answer.status_code == 200
        return {**answer.json(), "etag": answer.headers["ETag"]}

    def do(
        self, method: str, path: str, body: Any = None, *, etag: str | None = None
    ) -> tuple[int, Any]:
        """Return the status and the body, None for an empty one."""
        headers = self.headers | {"If-Match": etag or self.see()["etag"]}
        answer = self.client.request(method, f"{self.path}{path}", json=body, headers=headers)
        return answer.status_code, answer.json() if answer.content else None

    @property
    def flags(self) -> list[dict[str, Any]]:
        flags: list[dict[str, Any]] = self.see()["flags"]
        return flags

    def decide(self, decision: str, **more: Any) -> int:
        flag = self.flags[0]["id"]
        return self.do("POST", f"/flags/{flag}/decisions", {"decision": decision, **more})[0]


def a_service_wish(turns: Turns, of: Started, bot: FakeBot, *also: dict[str, Any]) -> UUID:
    """Say a wish that names a service, as the real reader would mark it. Return its id."""
    span = {"start": 0, "end": 14, "text": "a care package", "kind": "receive_service",
            "side": "service", "reason": "It names a service."}  # fmt: skip
    noticed = an_assessment(label="mixed", spans=[span], themes=["key_relationship", "control"])
    wish = an_outcome(WISH, assessment=noticed.model_dump())
    bot.answers = [an_answer(commands=[wish, *also])]
    say(turns, of, WISH)
    return UUID(wish["id"])


def audit(sessions: sessionmaker[Session]) -> list[tuple[str, str, str]]:
    """Return (actor, action, subject) of each row, oldest first."""
    with sessions.begin() as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        return [(row.actor, row.action, row.subject) for row in rows]
