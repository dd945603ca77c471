"""Every route of the site, tried by everybody: each role, signed in or by a token, with the
conversation theirs, a colleague's or nobody's. Nobody gets in where the table does not say so."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from api.core.access import ROLES
from api.core.clock import utc_now
from api.models import Allocation, AuditEvent, BreakGlass, User, UserSession
from api.record.deps import REVIEW_COOKIE
from api.token.service import add_token
from api.user.sessions import SignedIn, Step, open_session
from tests.web.access_table import (
    ANYONE,
    HALF,
    KIOSKS,
    PAGE,
    STAFF,
    TABLE,
    TALKER,
    THEIRS,
    WORK,
    Rule,
)
from tests.web.conftest import ORIGIN
from web.main import create_app

CANARY = "quokkapuddle"
RELATIONS = ("theirs", "a colleague's", "nobody's")
# What a route must be sent to get as far as asking who may.
BODIES: dict[str, dict[str, Any]] = {
    "messages": {"json": {"text": "hello"}},
    "commands": {"json": {"commands": []}},
    "assessments": {"json": {"text": "hello"}},
    "signature": {"json": {"answer": "agreed"}, "headers": {"If-Match": '"0"'}},
    "{username}": {"headers": {"If-Match": '"0"'}},
    "turns": {"json": {"turn_id": str(uuid4()), "text": "hello"}},
}
Named = tuple[str, str]


def named_routes(app: FastAPI) -> set[Named]:
    return {
        (method, str(route.path))
        for route in iter_route_contexts(app.routes)
        for method in (route.methods or {"GET"})
        if method != "HEAD"
    }


def test_every_route_of_the_site_is_in_the_table_and_no_other() -> None:
    assert named_routes(create_app()) == set(TABLE)


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
            call_id=uuid4(),
            opinion_id=uuid4(),
            supporter_id=uuid4(),
            step="accepted",
            number=1,
        )
        body = BODIES.get(path.rsplit("/", 1)[-1], {})
        self.client.cookies.clear()
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        headers |= body.get("headers", {})
        body = {name: part for name, part in body.items() if name != "headers"}
        if signed:
            self.client.cookies.set(REVIEW_COOKIE, signed.token)
            if method == "POST" and not body:
                body = {"data": {"csrf": signed.csrf, "reason": "she may be in danger"}}
        return self.client.request(method, filled, headers=headers, **body)


@pytest.fixture
def tries(site: FastAPI, sessions: sessionmaker[Session]) -> Tries:
    return Tries(site, sessions)


def came_in(route: Named, answer: Response) -> bool:
    if answer.status_code in (401, 403):
        assert CANARY not in answer.text
        return False
    where = answer.headers.get("location", "")
    sent_away = where.endswith(("/review/sign-in", "/break-glass"))
    if route[1] == "/review/sign-out":
        return "set-cookie" in answer.headers  # both lead to the same page
    return not sent_away


def allowed(rule: Rule, role: str, relation: str) -> bool:
    if isinstance(rule, str):
        return rule in (STAFF, ANYONE)
    whose = THEIRS not in rule or role != "practitioner" or relation != "a colleague's"
    return role in rule and whose


CLOSED = [route for route, rule in TABLE.items() if rule not in (ANYONE, TALKER)]
SIGNED = [route for route in CLOSED if route[1].startswith("/review")]
BY_TOKEN = [route for route in CLOSED if not route[1].startswith("/review")]


def name(route: Named) -> str:
    return " ".join(route)


@pytest.mark.parametrize("route", CLOSED, ids=name)
def test_nobody_comes_in_without_signing_in(tries: Tries, route: Named) -> None:
    assert not came_in(route, tries.send(route))
    assert not came_in(route, tries.send(route, bearer="made up"))
    # What opens the chat opens nothing of the practitioners'.
    assert not came_in(route, tries.send(route, bearer=tries.token))


@pytest.mark.slow
@pytest.mark.parametrize("route", CLOSED, ids=name)
def test_each_role_comes_in_where_the_table_says_so(tries: Tries, route: Named) -> None:
    rule = TABLE[route]
    for role in ROLES:
        for relation in RELATIONS:
            tries.belongs(relation, role)
            answer = tries.send(route, tries.sign_in(role))

            wanted = allowed(rule, role, relation)
            assert came_in(route, answer) == wanted, (role, relation, answer.status_code)


@pytest.mark.parametrize("route", BY_TOKEN, ids=name)
def test_each_token_comes_in_where_its_role_does(tries: Tries, route: Named) -> None:
    """A case system keeps its own rules about who sees what, so nothing is a colleague's to it."""
    tries.belongs("a colleague's", "lead")
    for role in ROLES:
        with tries.sessions.begin() as session:
            token = add_token(session, f"{role} system", role)

        assert came_in(route, tries.send(route, bearer=token)) == allowed(TABLE[route], role, "")


@pytest.mark.parametrize("route", SIGNED, ids=name)
def test_half_a_session_opens_the_next_step_and_nothing_else(tries: Tries, route: Named) -> None:
    steps: tuple[Step, ...] = ("code", "set_up")
    for step in steps:
        answer = tries.send(route, tries.sign_in("lead", step))

        assert came_in(route, answer) == (TABLE[route] == HALF), step


# They show or change nothing of the record.
NOT_AUDITED = {
    ("POST", f"{PAGE}/shortcuts"),
    ("GET", f"{PAGE}/informed"),
    ("GET", f"{PAGE}/message"),
    ("GET", f"{PAGE}/export"),
    ("GET", f"{PAGE}/allocate"),
    ("GET", f"{PAGE}/review-day"),
    *(("GET", f"{PAGE}/{topic}/new") for topic in ("capacity", "household", "interests")),
    ("GET", f"{PAGE}/supporters/new"),
    ("POST", "/api/v1/assessments"),
    ("GET", f"{PAGE}/break-glass"),
    ("GET", "/review/kiosks"),
    ("GET", "/review/kiosks/calls"),
}
# They need a flag, a wish or an alert that is there, or more than a reason:
# tests/api/casework/test_casework.py holds each change to its row of the audit, and the pages call
# the same services.
NEEDS_MORE = {
    (method, path)
    for method, path in WORK | KIOSKS
    if method != "GET" or "_id}" in path.replace("{conversation_id}", "") or "/flags/new" in path
}
AUDITED = [r for r in CLOSED if isinstance(TABLE[r], tuple) and r not in NOT_AUDITED | NEEDS_MORE]


@pytest.mark.parametrize("route", AUDITED, ids=name)
def test_every_look_and_every_change_is_in_the_audit(tries: Tries, route: Named) -> None:
    """Who did it, and with which conversation where it is about one."""
    if route[0] == "DELETE":
        tries.belongs("a colleague's", "lead")
    elif route[1].startswith("/review/glass/"):
        tries.break_glass()
    signed, before = tries.sign_in("lead"), tries.audited()

    tries.send(route, signed)

    added = tries.audited()[len(before) :]
    assert added
    for actor, subject in added:
        assert actor == "user:lead"
        assert subject == str(tries.id) or "{conversation_id}" not in route[1]


@pytest.mark.parametrize("route", [r for r in TABLE if TABLE[r] == TALKER], ids=name)
def test_nobody_reads_or_changes_a_conversation_from_outside_it(tries: Tries, route: Named) -> None:
    other = tries.client.post("/chat/conversations", json={}).json()["token"]
    for bearer, signed in (("", None), (other, None), ("", tries.sign_in("lead"))):
        answer = tries.send(route, signed, bearer)

        assert CANARY not in answer.text
        if "{conversation_id}" in route[1]:
            assert answer.status_code in (401, 403)
        assert still_said(tries)


def still_said(tries: Tries) -> bool:
    headers = {"Authorization": f"Bearer {tries.token}"}
    said = tries.client.get(f"/chat/conversations/{tries.id}", headers=headers).json()["messages"]
    return [line["text"] for line in said if line["from"] == "person"] == [CANARY]


def test_the_glass_is_whole_again_after_its_hours(tries: Tries) -> None:
    here = ("GET", "/review/conversations/{conversation_id}")
    tries.belongs("a colleague's", "practitioner")
    signed = tries.sign_in("practitioner")
    assert not came_in(here, tries.send(here, signed))

    tries.send(("POST", f"{here[1]}/break-glass"), signed)
    assert CANARY in tries.send(here, signed).text

    with tries.sessions.begin() as session:
        glass = session.query(BreakGlass).one()
        glass.ends_at = utc_now() - timedelta(seconds=1)
    assert not came_in(here, tries.send(here, signed))


def test_the_list_leaves_out_what_is_a_colleagues(tries: Tries) -> None:
    for relation in RELATIONS:
        tries.belongs(relation, "practitioner")
        page = tries.send(("GET", "/review"), tries.sign_in("practitioner")).text

        assert (str(tries.id) in page) == (relation != "a colleague's")


def test_nobody_says_of_their_own_opening_in_need_that_it_was_looked_at(tries: Tries) -> None:
    tries.break_glass("lead")
    seen = ("POST", "/review/glass/{glass_id}/seen")

    assert not came_in(seen, tries.send(seen, tries.sign_in("lead")))
