"""Whoever is connected with somebody in a conversation cannot open it: not as a holder, not as a
lead, not in need."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.access.service import allocate, allocated_to, break_glass, broken_glass, must_open
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.errors import Conflict, Connected, NotAllowed, NotComplete
from api.interest import service
from api.interest.schemas import InterestIn
from api.models import ConflictOfInterest
from api.queue.schemas import Filters
from api.queue.service import list_queue
from api.reader import Reader
from api.user.signed_in import SignedInUser
from api.vault.keys import KeyRing
from tests.api.desk import Desk, Headers, audit
from tests.api.staff import a_colleague

Sessions = sessionmaker[Session]


@pytest.fixture
def desk(client: TestClient, lead: Headers, started: Started) -> Desk:
    return Desk(client, lead, started)


@pytest.fixture(params=["practitioner", "lead"])
def ada(sessions: Sessions, request: pytest.FixtureRequest) -> SignedInUser:
    return a_colleague(sessions, "ada", request.param)


def named(desk: Desk, name: str = "ada", reason: str = "His neighbour.") -> tuple[int, Any]:
    return desk.do("POST", "/interests", {"username": name, "reason": reason})


def opens(sessions: Sessions, who: Reader, of: Started) -> bool:
    with sessions.begin() as session:
        try:
            must_open(session, who, of.id, now=utc_now())
        except Connected:
            return False
        return True


def in_queue(sessions: Sessions, who: Reader) -> int:
    with sessions.begin() as session:
        return list_queue(session, who, Filters(), now=utc_now()).total


def test_who_is_named_can_neither_open_it_nor_see_that_it_is_there(
    desk: Desk, ada: SignedInUser, sessions: Sessions, started: Started
) -> None:
    assert opens(sessions, ada, started)
    assert in_queue(sessions, ada) == 1

    assert named(desk)[0] == 204

    assert not opens(sessions, ada, started)
    assert in_queue(sessions, ada) == 0


def test_it_is_taken_from_them_and_can_be_given_to_another_but_not_to_them(
    desk: Desk, ada: SignedInUser, sessions: Sessions, started: Started
) -> None:
    lee, ben = a_colleague(sessions, "lee", "lead"), a_colleague(sessions, "ben")
    with sessions.begin() as session:
        allocate(session, lee, started.id, "ada", now=utc_now())

    named(desk)

    with sessions.begin() as session:
        assert allocated_to(session, started.id) == []
        with pytest.raises(Conflict):
            allocate(session, lee, started.id, "ada", now=utc_now())
        allocate(session, lee, started.id, ben.username, now=utc_now())
        assert [one.name for one in allocated_to(session, started.id)] == ["ben"]
    done = [action for _, action, about in audit(sessions) if about == str(started.id)]
    assert done[-3:] == ["released", "interest_named", "allocated"]


def test_need_opens_nothing_to_who_is_connected(
    desk: Desk, ada: SignedInUser, sessions: Sessions, keys: KeyRing, started: Started
) -> None:
    with sessions.begin() as session:
        break_glass(session, keys, ada, started.id, "It was urgent.", now=utc_now())

    named(desk)

    assert not opens(sessions, ada, started)
    with sessions.begin() as session, pytest.raises(Connected):
        break_glass(session, keys, ada, started.id, "It is urgent.", now=utc_now())
    with sessions.begin() as session:
        if ada.role == "lead":
            assert broken_glass(session, keys, ada, now=utc_now()) == []


def test_one_may_name_oneself(
    ada: SignedInUser, sessions: Sessions, keys: KeyRing, started: Started
) -> None:
    with sessions.begin() as session:
        given = InterestIn(username="ada", reason="My aunt.")
        service.name(session, keys, ada, started.id, given, now=utc_now())

    assert not opens(sessions, ada, started)


def test_another_lead_lifts_it_and_nobody_else(
    desk: Desk, ada: SignedInUser, sessions: Sessions, started: Started
) -> None:
    named(desk)
    for who in (ada, a_colleague(sessions, "ben")):
        with sessions.begin() as session, pytest.raises(NotAllowed):
            service.lift(session, who, started.id, "ada", now=utc_now())

    lee = a_colleague(sessions, "lee", "lead")
    with sessions.begin() as session:
        service.lift(session, lee, started.id, "ada", now=utc_now())

    assert opens(sessions, ada, started)


def test_the_reason_is_shown_to_the_others_and_sealed(
    desk: Desk, ada: SignedInUser, sessions: Sessions
) -> None:
    named(desk)

    (one,) = desk.see()["interests"]
    assert (one["user"]["name"], one["reason"]) == ("ada", "His neighbour.")
    with sessions.begin() as session:
        assert b"neighbour" not in session.query(ConflictOfInterest).one().reason


def test_nobody_unknown_or_twice_or_without_a_reason_is_named(
    desk: Desk, ada: SignedInUser, sessions: Sessions
) -> None:
    a_colleague(sessions, "kim", "admin")

    statuses = [named(desk, "nobody")[0], named(desk, "kim")[0], named(desk, reason=" ")[0]]

    assert statuses == [422, 422, 422]
    assert [named(desk)[0], named(desk)[0]] == [204, 409]


def test_both_missing_parts_are_said_at_once(
    sessions: Sessions, keys: KeyRing, started: Started
) -> None:
    lee = a_colleague(sessions, "lee", "lead")
    with sessions.begin() as session, pytest.raises(NotComplete) as problem:
        service.name(session, keys, lee, started.id, InterestIn(username=""), now=utc_now())

    assert problem.value.parts == ("colleague", "reason_known")
