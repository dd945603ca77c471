"""A practitioner gives somebody a code: who may, who sees it, and when it goes."""

from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service as chat
from api.chat.codes import word_list
from api.core.clock import utc_now
from api.errors import CodeNotGood, Connected, NotAllowed, NotComplete, NotFound
from api.interest.schemas import InterestIn
from api.interest.service import name
from api.invite import service
from api.models import CaseLink, Invite
from api.retention.service import run
from api.settings import Settings
from api.turn.service import Turns
from api.user.signed_in import SignedInUser
from tests.api.desk import AsRole, Headers
from tests.api.invite.conftest import REFERENCE, Begin, Listed, name_sam, with_whom
from tests.api.staff import a_colleague
from tests.api.talk import say
from tests.databases import files_of

Sessions = sessionmaker[Session]


def test_a_code_is_four_kind_words_and_is_kept_as_a_hash_alone(code: str, database: str) -> None:
    words = code.split()

    assert len(words) == 4
    assert set(words) <= set(word_list())
    held = [file.read_bytes() for file in files_of(database)]
    assert any(b"user:sam" in one for one in held)
    assert not any(secret.encode() in one for one in held for secret in (code, REFERENCE))


def test_who_is_connected_with_the_case_makes_no_code_for_it(
    code: str, begin: Begin, sam: SignedInUser, lee: SignedInUser, sessions: Sessions, turns: Turns
) -> None:
    started = begin(code)
    with sessions.begin() as session:
        name_sam(session, turns, lee, started)

    with sessions.begin() as session, pytest.raises(Connected):
        service.make_invite(session, turns.keys, sam, "asc-2024/0117", now=utc_now())


def test_a_code_is_seen_by_who_made_it_and_by_leads(
    code: str, sam: SignedInUser, lee: SignedInUser, sessions: Sessions, turns: Turns, only: Listed
) -> None:
    ada = a_colleague(sessions, "ada")

    assert only(lee).reference == REFERENCE
    with sessions.begin() as session:
        assert service.listed(session, turns.keys, ada, now=utc_now()) == []
        with pytest.raises(NotFound):
            service.revoke(session, turns.keys, ada, only_id(session), now=utc_now())
    with sessions.begin() as session:
        service.revoke(session, turns.keys, lee, only_id(session), now=utc_now())
    assert only(sam).state == "revoked"


@pytest.mark.parametrize("used", [False, True])
def test_a_lead_who_is_connected_meets_no_colleagues_code_for_that_case(
    begin: Begin, code: str, lee: SignedInUser, sessions: Sessions, turns: Turns, used: bool
) -> None:
    """There is a conversation of the case; the lead is named in it; a colleague gives a code."""
    started, kim = begin(code), a_colleague(sessions, "kim", "lead")
    say(turns, started, "hello")
    given = InterestIn(username="lee", reason="Her brother.")
    with sessions.begin() as session:
        name(session, turns.keys, kim, started.id, given, now=utc_now())
        if not used:
            session.query(Invite).delete()
            service.make_invite(session, turns.keys, kim, REFERENCE, now=utc_now())

    with sessions.begin() as session:
        assert service.listed(session, turns.keys, lee, now=utc_now()) == []
        assert len(service.listed(session, turns.keys, kim, now=utc_now())) == 1
        with pytest.raises(NotFound):
            service.revoke(session, turns.keys, lee, only_id(session), now=utc_now())


def test_a_code_with_which_nothing_was_said_can_still_be_taken_back(
    code: str, begin: Begin, sam: SignedInUser, sessions: Sessions, turns: Turns, only: Listed
) -> None:
    begin(code)
    assert (only().state, only().used_at, only().reference) == ("waiting", None, REFERENCE)

    with sessions.begin() as session:
        service.revoke(session, turns.keys, sam, only().id, now=utc_now())

    with pytest.raises(CodeNotGood):
        begin(code)


def only_id(session: Session) -> UUID:
    return session.query(Invite).one().id


def test_who_may_not_open_what_came_reads_no_reference_of_it(
    code: str, begin: Begin, sam: SignedInUser, lee: SignedInUser, sessions: Sessions, turns: Turns,
    only: Listed,
) -> None:  # fmt: skip
    started = begin(code)
    with sessions.begin() as session:
        name_sam(session, turns, lee, started)

    one = only(sam)

    assert (one.reference, one.conversation_id) == (None, None)
    assert only(lee).reference == REFERENCE


@pytest.mark.parametrize("role", ["admin", "auditor", "desk"])
def test_who_reads_no_records_makes_no_code(sessions: Sessions, turns: Turns, role: str) -> None:
    who = a_colleague(sessions, "ada", role)

    with sessions.begin() as session, pytest.raises(NotAllowed):
        service.make_invite(session, turns.keys, who, REFERENCE, now=utc_now())


def test_a_code_needs_a_reference(sam: SignedInUser, sessions: Sessions, turns: Turns) -> None:
    with sessions.begin() as session, pytest.raises(NotComplete):
        service.make_invite(session, turns.keys, sam, " ", now=utc_now())


def test_what_came_with_a_code_goes_with_its_key_and_the_code_with_it(
    code: str, begin: Begin, turns: Turns, sessions: Sessions
) -> None:
    started = begin(code)
    with sessions.begin() as session:
        assert session.query(Invite).one().reference is None

    assert chat.erase(turns, started.id).erased

    with sessions.begin() as session:
        assert (session.query(Invite).count(), session.query(CaseLink).count()) == (0, 0)


@pytest.mark.parametrize(("days", "left"), [(13, 1), (15, 0)])
def test_a_code_that_brought_nobody_goes_when_its_time_is_over(
    code: str, sessions: Sessions, settings: Settings, days: int, left: int
) -> None:
    later = utc_now() + timedelta(days=days)
    with sessions.begin() as session:
        dry = run(session, settings, now=later, dry_run=True)
        assert session.query(Invite).count() == 1
        lines = run(session, settings, now=later)

    assert [(one.due, one.deleted) for one in (dry[-2], lines[-2])] == [
        *((1 - left, 0), (1 - left, 1 - left))
    ]
    with sessions.begin() as session:
        assert session.query(Invite).count() == left


def test_a_case_system_makes_and_takes_back_codes(
    client: TestClient, as_role: AsRole, begin: Begin, sessions: Sessions, turns: Turns
) -> None:
    headers: Headers = as_role("practitioner")
    made = [
        client.post("/api/v1/invites", json={"reference": REFERENCE}, headers=headers)
        for _ in range(2)
    ]
    assert {answer.status_code for answer in made} == {201}

    started = begin(made[0].json()["code"])
    say(turns, started, "home")
    gone = client.delete(f"/api/v1/invites/{made[1].json()['id']}", headers=headers)

    assert gone.status_code == 204
    assert with_whom(sessions, started) == set()
    listed = client.get("/api/v1/invites", headers=headers).json()
    assert sorted(one["state"] for one in listed) == ["revoked", "used"]
    assert "code" not in listed[0]
