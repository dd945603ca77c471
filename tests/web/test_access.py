"""Every route of the site, tried by everybody: each role, signed in or by a token, with the
conversation theirs, a colleague's or nobody's. Nobody gets in where the table does not say so."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from sqlalchemy.orm import Session, sessionmaker

from api.core.access import ROLES
from api.core.clock import utc_now
from api.models import BreakGlass
from api.token.service import add_token
from api.user.sessions import Step
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
from tests.web.tries import CANARY, Named, Tries
from web.main import create_app

RELATIONS = ("theirs", "a colleague's", "nobody's")


def named_routes(app: FastAPI) -> set[Named]:
    return {
        (method, str(route.path))
        for route in iter_route_contexts(app.routes)
        for method in (route.methods or {"GET"})
        if method != "HEAD"
    }


def test_every_route_of_the_site_is_in_the_table_and_no_other() -> None:
    assert named_routes(create_app()) == set(TABLE)


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
    steps: tuple[Step, ...] = ("code", "password", "set_up")
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
