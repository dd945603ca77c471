"""A site with one conversation, and people who try to get at it: for tests of who comes in."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from api.core.access import ROLES
from api.core.clock import utc_now
from api.models import Allocation, AuditEvent, BreakGlass, User, UserSession
from api.record.deps import REVIEW_COOKIE
from api.user.sessions import SignedIn, Step, open_session
from tests.web.access_table import PAGE
from tests.web.conftest import ORIGIN

CANARY = "quokkapuddle"
# What a route must be sent to get as far as asking who may.
BODIES: dict[str, dict[str, Any]] = {
    "messages": {"json": {"text": "hello"}},
    "commands": {"json": {"commands": []}},
    "assessments": {"json": {"text": "hello"}},
    "signature": {"json": {"answer": "agreed"}, "headers": {"If-Match": '"0"'}},
    "{username}": {"headers": {"If-Match": '"0"'}},
    "/api/v1/cases/key": {"json": {"reference": "A-1"}},
    "/api/v1/invites": {"json": {"reference": "A-1"}},
    "turns": {"json": {"turn_id": str(uuid4()), "text": "hello"}},
}
Named = tuple[str, str]


class Tries:
    """A site with one conversation, and people who try to get at it."""

    def __init__(self, site: FastAPI, sessions: sessionmaker[Session]) -> None:
        self.sessions = sessions
        self.glass: UUID | None = None  # one that was broken, where a test needs it
        self.client = TestClient(site, headers={"Origin": ORIGIN}, follow_redirects=False)
        begun = self.client.post("/chat/conversations", json={}).json()
        self.id, self.token = UUID(begun["id"]), begun["token"]
        turn = {"turn_id": str(uuid4()), "text": CANARY}
        talker = {"Authorization": f"Bearer {self.token}"}
        self.client.post(f"/chat/conversations/{self.id}/turns", json=turn, headers=talker)
        self.client.cookies.clear()
        self.people = {role: self._person(role) for role in (*ROLES, "colleague")}

    def _person(self, name: str) -> UUID:
        role = name if name in ROLES else "practitioner"
        user = User(id=uuid4(), username=name, role=role, password_hash="", added_at=utc_now())
        with self.sessions.begin() as session:
            session.add(user)
        return user.id

    def sign_in(self, role: str, step: Step = "done") -> SignedIn:
        with self.sessions.begin() as session:
            session.execute(delete(UserSession))
            user = session.get(User, self.people[role])
            assert user is not None
            a_day = utc_now() + timedelta(days=1)
            user.password_ends_at = a_day if step == "password" else None
            return open_session(session, user, step, now=utc_now())

    def audited(self) -> list[tuple[str, str]]:
        with self.sessions() as session:
            query = select(AuditEvent.actor, AuditEvent.subject).order_by(AuditEvent.id)
            return [(row[0], row[1]) for row in session.execute(query)]

    def belongs(self, relation: str, role: str) -> None:
        """Make the conversation theirs, a colleague's or nobody's."""
        holder = {"theirs": role, "a colleague's": "colleague"}.get(relation)
        with self.sessions.begin() as session:
            session.execute(delete(Allocation))
            session.execute(delete(BreakGlass))
            if holder:
                session.add(Allocation(conversation_id=self.id, user_id=self.people[holder],
                                       at=utc_now(), by="system"))  # fmt: skip

    def break_glass(self, role: str = "practitioner") -> None:
        self.send(("POST", f"{PAGE}/break-glass"), self.sign_in(role))
        with self.sessions() as session:
            self.glass = session.scalars(select(BreakGlass.id)).one()

    def send(self, route: Named, signed: SignedIn | None = None, bearer: str = "") -> Response:
        method, path = route
        glass = self.glass or uuid4()
        filled = path.format(
            conversation_id=self.id,
            username="colleague",
            glass_id=glass,
            name="none",
            flag_id=uuid4(),
            outcome_id=uuid4(),
            alert_id=uuid4(),
            override_id=uuid4(),
            kiosk_id=uuid4(),
            invite_id=uuid4(),
            call_id=uuid4(),
            opinion_id=uuid4(),
            supporter_id=uuid4(),
            step="accepted",
            number=1,
        )
        body = BODIES.get(path) or BODIES.get(path.rsplit("/", 1)[-1], {})
        self.client.cookies.clear()
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        headers |= body.get("headers", {})
        body = {name: part for name, part in body.items() if name != "headers"}
        if signed:
            self.client.cookies.set(REVIEW_COOKIE, signed.token)
            if method == "POST" and not body:
                body = {"data": {"csrf": signed.csrf, "reason": "she may be in danger"}}
        return self.client.request(method, filled, headers=headers, **body)
