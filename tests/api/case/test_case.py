"""A conversation is linked to a case of the council's own, and the link opens nothing."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.access.service import allocate, must_open
from api.case import service
from api.case.look_up import look_up
from api.case.schemas import CaseIn, CaseOut
from api.casework.open import open_casework
from api.chat import service as chat
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.core.reference import compared
from api.errors import NotAllowed, NotYours
from api.interest.schemas import InterestIn
from api.interest.service import name
from api.models import CaseLink
from api.reader import Reader
from api.turn.service import Turns
from api.vault.keys import KeyRing
from tests.api.desk import Desk, Headers, audit
from tests.api.staff import a_colleague
from tests.api.talk import say
from tests.databases import files_of

Sessions = sessionmaker[Session]
REFERENCE = "ASC-2024/0117"


@pytest.fixture
def three(turns: Turns) -> list[Started]:
    return [chat.start(turns) for _ in range(3)]


@pytest.fixture
def desks(client: TestClient, lead: Headers, three: list[Started]) -> list[Desk]:
    return [Desk(client, lead, one) for one in three]


def linked(desk: Desk, reference: str = REFERENCE, etag: str | None = None) -> int:
    return desk.do("PUT", "/case", {"reference": reference}, etag=etag)[0]


def others(desk: Desk) -> set[UUID]:
    return {UUID(one["conversation_id"]) for one in desk.see()["case"]["others"]}


def seen_by(sessions: Sessions, keys: KeyRing, who: Reader, of: Started) -> CaseOut:
    with sessions.begin() as session:
        case = open_casework(session, keys, who, of.id, now=utc_now()).case
    assert case is not None
    return case


def queued(desk: Desk, reference: str, path: str = "/api/v1/queue") -> set[str]:
    found = desk.client.post(
        "/api/v1/cases/key", json={"reference": reference}, headers=desk.headers
    ).json()
    answer = desk.client.get(path, params=found, headers=desk.headers).json()
    return {line["id"] for line in answer["items"]}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ASC-2024/0117", " asc-2024 / 0117 ", True),
        ("ASC-2024", "ASC–2024", True),
        ("ASC1", "ＡＳＣ１", True),
        ("ASC-1-11", "ASC-11-1", False),
        ("ASC 2024/0117", "ASC 2024/0118", False),
    ],
)
def test_a_reference_is_the_same_however_it_is_typed(one: str, other: str, same: bool) -> None:
    assert (compared(one) == compared(other)) is same


def test_conversations_of_one_case_are_seen_from_each(
    desks: list[Desk], three: list[Started], sessions: Sessions
) -> None:
    assert [linked(desks[0]), linked(desks[1], "asc-2024/0117"), linked(desks[2], "B-1")] == [
        *(204, 204, 204)
    ]

    assert others(desks[0]) == {three[1].id}
    assert others(desks[2]) == set()
    case = desks[1].see()["case"]
    assert (case["reference"], case["way"]) == ("asc-2024/0117", "reference")
    assert [row[1:] for row in audit(sessions) if row[1] == "case_linked"] == [
        ("case_linked", str(one.id)) for one in three
    ]


def test_a_link_is_put_right_and_taken_back(
    desks: list[Desk], three: list[Started], sessions: Sessions
) -> None:
    linked(desks[0], "A-1")
    linked(desks[1], "A-2")

    assert linked(desks[1], "A-1") == 204
    assert others(desks[0]) == {three[1].id}

    assert desks[1].do("DELETE", "/case")[0] == 204
    assert desks[1].do("DELETE", "/case")[0] == 404
    assert (desks[1].see()["case"], others(desks[0])) == (None, set())
    assert [row[1] for row in audit(sessions) if "case_" in row[1]][2:] == [
        *("case_changed", "case_unlinked")
    ]


def test_the_same_reference_again_changes_nothing(desks: list[Desk], sessions: Sessions) -> None:
    linked(desks[0])
    before = desks[0].see()["version"]

    assert linked(desks[0], f" {REFERENCE} ") == 204

    assert desks[0].see()["version"] == before
    assert [row[1] for row in audit(sessions)].count("case_changed") == 0


def test_an_old_version_is_refused_and_overwrites_nothing(desks: list[Desk]) -> None:
    old = desks[0].see()["etag"]
    linked(desks[0], "A-1")

    assert linked(desks[0], "A-2", etag=old) == 412
    assert desks[0].see()["case"]["reference"] == "A-1"


@pytest.mark.parametrize("typed", ["", "   ", "x" * 61, "two\x00parts", "\u202eASC"])
def test_what_is_no_reference_is_refused(desks: list[Desk], typed: str) -> None:
    assert linked(desks[0], typed) == 422
    assert desks[0].see()["case"] is None


def test_a_link_opens_nothing_to_anybody(
    desks: list[Desk], three: list[Started], sessions: Sessions, turns: Turns
) -> None:
    ada, ben = a_colleague(sessions, "ada"), a_colleague(sessions, "ben")
    lee = a_colleague(sessions, "lee", "lead")
    say(turns, three[1], "quokkapuddle")
    for desk in desks[:2]:
        linked(desk)
    with sessions.begin() as session:
        allocate(session, lee, three[1].id, ben.username, now=utc_now())

    found = seen_by(sessions, turns.keys, ada, three[0])

    assert (found.others, found.closed) == ([], 1)
    assert len(seen_by(sessions, turns.keys, ben, three[0]).others) == 1
    assert "quokkapuddle" not in str(desks[0].see())
    with sessions.begin() as session, pytest.raises(NotYours):
        must_open(session, ada, three[1].id, now=utc_now())


def test_who_is_connected_does_not_even_learn_that_there_is_another(
    desks: list[Desk], three: list[Started], sessions: Sessions, turns: Turns
) -> None:
    ada, lee = a_colleague(sessions, "ada"), a_colleague(sessions, "lee", "lead")
    for desk in desks[:2]:
        linked(desk)
    with sessions.begin() as session:
        given = InterestIn(username="ada", reason="His sister.")
        name(session, turns.keys, lee, three[1].id, given, now=utc_now())

    found = seen_by(sessions, turns.keys, ada, three[0])

    assert (found.others, found.closed) == ([], 0)


def test_nobody_links_what_they_may_not_open(
    three: list[Started], sessions: Sessions, turns: Turns
) -> None:
    ada, lee = a_colleague(sessions, "ada"), a_colleague(sessions, "lee", "lead")
    a_colleague(sessions, "ben")
    with sessions.begin() as session:
        allocate(session, lee, three[0].id, "ben", now=utc_now())

    given = CaseIn(reference=REFERENCE)
    with sessions.begin() as session, pytest.raises(NotYours):
        service.link(session, turns.keys, ada, three[0].id, given, now=utc_now())


@pytest.mark.parametrize("path", ["/api/v1/queue", "/api/v1/conversations"])
def test_the_lists_are_filtered_by_a_case_and_the_search_is_audited(
    desks: list[Desk], three: list[Started], sessions: Sessions, path: str
) -> None:
    for desk in desks[:2]:
        linked(desk)
    linked(desks[2], "ASC-2024/01171")

    assert queued(desks[0], "asc-2024 /0117", path) == {str(one.id) for one in three[:2]}
    assert queued(desks[0], "ASC-2024", path) == set()
    searched = [row for row in audit(sessions) if row[1] == "case_searched"]
    assert len(searched) == 2
    assert look_up_of(desks[0]) not in str(searched)


def look_up_of(desk: Desk) -> str:
    return str(desk.see()["case"]["key"])


def test_a_key_that_is_none_is_refused(client: TestClient, lead: Headers) -> None:
    answer = client.get("/api/v1/queue?case=ASC-2024", headers=lead)

    assert (answer.status_code, answer.json()["error"]) == (422, "not_valid")


def test_only_who_reads_records_gets_a_key(sessions: Sessions, keys: KeyRing) -> None:
    with pytest.raises(NotAllowed):
        service.key_for(keys, a_colleague(sessions, "adm", "admin"), REFERENCE)


def test_a_reference_is_in_no_file_and_its_key_differs_by_installation(
    desks: list[Desk], database: str, keys: KeyRing
) -> None:
    linked(desks[0], "quokka-417")

    held = [file.read_bytes() for file in files_of(database)]
    assert any(b"case_link" in one for one in held)
    assert not any(b"quokka-417" in one for one in held)
    assert look_up(keys, "x-1") != look_up(KeyRing((b"x" * 32,)), "x-1")
    assert look_up(KeyRing((b"n" * 32, *keys.keys)), "x-1") == look_up(keys, "x-1")


def test_the_link_goes_with_the_conversation(
    desks: list[Desk], three: list[Started], sessions: Sessions, turns: Turns
) -> None:
    for desk in desks[:2]:
        linked(desk)

    assert chat.erase(turns, three[0].id).erased

    assert others(desks[1]) == set()
    with sessions.begin() as session:
        assert session.query(CaseLink).count() == 1
