"""Adults who live together are linked, and not one word is read across."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.access.service import allocate
from api.chat import service as chat
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.errors import NotYours
from api.household import service
from api.household.schemas import HouseholdIn, HouseholdOut
from api.interest import service as interest
from api.interest.schemas import InterestIn
from api.reader import Reader
from api.turn.service import Turns
from api.vault.keys import KeyRing
from tests.api.desk import Desk, Headers, audit
from tests.api.staff import a_colleague
from tests.api.talk import say

Sessions = sessionmaker[Session]


@pytest.fixture
def brothers(turns: Turns) -> list[Started]:
    return [chat.start(turns) for _ in range(3)]


@pytest.fixture
def desks(client: TestClient, lead: Headers, brothers: list[Started]) -> list[Desk]:
    return [Desk(client, lead, one) for one in brothers]


def linked(desk: Desk, other: Started) -> int:
    return desk.do("POST", "/household", {"conversation_id": str(other.id)})[0]


def others(desk: Desk) -> set[UUID]:
    return {UUID(one["conversation_id"]) for one in desk.see()["household"]["others"]}


def seen_by(sessions: Sessions, who: Reader, of: Started) -> HouseholdOut:
    with sessions.begin() as session:
        return service.household_of(session, who, of.id, now=utc_now())


def test_a_link_is_seen_from_both_sides_and_is_in_both_audits(
    desks: list[Desk], brothers: list[Started], sessions: Sessions
) -> None:
    assert linked(desks[0], brothers[1]) == 204

    assert others(desks[0]) == {brothers[1].id}
    assert others(desks[1]) == {brothers[0].id}
    about = [about for _, action, about in audit(sessions) if action == "household_linked"]
    assert sorted(about) == sorted(str(one.id) for one in brothers[:2])


def test_whoever_is_linked_with_one_lives_with_all(
    desks: list[Desk], brothers: list[Started], turns: Turns
) -> None:
    fourth = chat.start(turns)
    linked(desks[0], brothers[1])
    linked(desks[2], fourth)

    linked(desks[1], fourth)

    assert others(desks[0]) == {brothers[1].id, brothers[2].id, fourth.id}
    assert linked(desks[0], brothers[2]) == 409  # by way of the others


def test_nothing_that_one_said_is_anywhere_in_the_others_record(
    desks: list[Desk], brothers: list[Started], turns: Turns
) -> None:
    say(turns, brothers[1], "quokkapuddle")
    linked(desks[0], brothers[1])

    casework: dict[str, Any] = desks[0].see()
    record = desks[0].client.get(desks[0].path, headers=desks[0].headers).text

    assert "quokkapuddle" not in record + str(casework)
    assert set(casework["household"]["others"][0]) == {
        *("conversation_id", "role", "started_at", "by", "at")
    }


def test_what_is_with_a_colleague_is_counted_and_not_named(
    desks: list[Desk], brothers: list[Started], sessions: Sessions
) -> None:
    ada, ben = a_colleague(sessions, "ada"), a_colleague(sessions, "ben")
    lee = a_colleague(sessions, "lee", "lead")
    linked(desks[0], brothers[1])
    with sessions.begin() as session:
        allocate(session, lee, brothers[1].id, ben.username, now=utc_now())

    found = seen_by(sessions, ada, brothers[0])

    assert (found.others, found.closed) == ([], 1)
    assert len(seen_by(sessions, ben, brothers[0]).others) == 1


def test_who_is_connected_with_one_does_not_learn_that_there_is_such_a_conversation(
    desks: list[Desk], brothers: list[Started], sessions: Sessions, keys: KeyRing
) -> None:
    ada, ben = a_colleague(sessions, "ada"), a_colleague(sessions, "ben")
    linked(desks[0], brothers[1])
    with sessions.begin() as session:
        given = InterestIn(username=ada.username, reason="Her brother is the one they fear.")
        interest.name(session, keys, ben, brothers[1].id, given, now=utc_now())

    found = seen_by(sessions, ada, brothers[0])

    assert (found.others, found.closed) == ([], 0)


def test_nobody_links_what_they_may_not_open(
    desks: list[Desk], brothers: list[Started], sessions: Sessions
) -> None:
    ada, lee = a_colleague(sessions, "ada"), a_colleague(sessions, "lee", "lead")
    a_colleague(sessions, "ben")
    with sessions.begin() as session:
        allocate(session, lee, brothers[1].id, "ben", now=utc_now())

    given = HouseholdIn(conversation_id=brothers[1].id)
    with sessions.begin() as session, pytest.raises(NotYours):
        service.link(session, ada, brothers[0].id, given, now=utc_now())

    assert others(desks[0]) == set()


def test_one_leaves_and_the_others_stay_together_but_nobody_alone(
    desks: list[Desk], brothers: list[Started]
) -> None:
    linked(desks[0], brothers[1])
    linked(desks[0], brothers[2])

    assert desks[0].do("DELETE", "/household")[0] == 204
    assert (others(desks[0]), others(desks[1])) == (set(), {brothers[2].id})

    desks[1].do("DELETE", "/household")
    assert [desk.do("DELETE", "/household")[0] for desk in desks] == [404, 404, 404]


def test_a_conversation_is_not_linked_with_itself(
    desks: list[Desk], brothers: list[Started]
) -> None:
    assert linked(desks[0], brothers[0]) == 409
