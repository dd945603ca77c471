"""A practitioner gives somebody a code; what is said with it belongs to the case."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.casework.open import open_casework
from api.chat import service as chat
from api.chat.codes import word_list
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.errors import CodeNotGood, Connected, NotAllowed, NotComplete, NotFound, TooManyTries
from api.interest.schemas import InterestIn
from api.interest.service import name
from api.invite import service
from api.models import Allocation, CaseLink, Casework, Conversation, Invite
from api.retention.service import run
from api.settings import Settings
from api.turn.service import Turns
from api.user.service import disable_user
from api.user.signed_in import SignedInUser
from tests.api.desk import AsRole, Headers, audit
from tests.api.invite.conftest import REFERENCE, Begin, Listed
from tests.api.staff import a_colleague
from tests.api.talk import say
from tests.builders import FakeBot, an_answer

Sessions = sessionmaker[Session]


def with_whom(sessions: Sessions, started: Started) -> set[UUID]:
    with sessions.begin() as session:
        mine = session.query(Allocation).filter(Allocation.conversation_id == started.id)
        return {row.user_id for row in mine}


def test_what_is_said_with_a_code_belongs_to_the_case_and_to_who_gave_it(
    code: str, begin: Begin, sam: SignedInUser, sessions: Sessions, turns: Turns
) -> None:
    started = begin(code)

    with sessions.begin() as session:
        case = open_casework(session, turns.keys, sam, started.id, now=utc_now()).case
    assert case is not None
    assert (case.reference, case.way, case.by) == (REFERENCE, "invite", "user:sam")
    assert with_whom(sessions, started) == {sam.id}
    assert [row[:2] for row in audit(sessions) if row[2] == str(started.id)][:2] == [
        ("adult", "invite_used"),
        ("user:sam", "allocated"),
    ]


def test_a_code_is_four_kind_words_and_is_kept_as_a_hash_alone(
    code: str, sessions: Sessions, tmp_path: Path
) -> None:
    words = code.split()

    assert len(words) == 4
    assert set(words) <= set(word_list())
    for file in tmp_path.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert code.encode() not in held
            assert REFERENCE.encode() not in held


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.upper(),
        lambda code: f"  {code.replace(' ', ', ')}.",
        lambda code: " ".join(w[:4] + "q" if len(w) > 4 else w for w in code.split()),
    ],
)
def test_a_code_is_forgiven_as_a_return_code_is(code: str, begin: Begin, typed: object) -> None:
    assert callable(typed)
    assert begin(typed(code)).messages


@pytest.mark.parametrize("nothing", ["", "   "])
def test_no_code_is_no_code(begin: Begin, nothing: str, sessions: Sessions) -> None:
    assert with_whom(sessions, begin(nothing)) == set()


def end(sessions: Sessions, turns: Turns, sam: SignedInUser, only: Listed) -> None:
    with sessions.begin() as session:
        session.query(Invite).update({"ends_at": utc_now() - timedelta(seconds=1)})


def take_back(sessions: Sessions, turns: Turns, sam: SignedInUser, only: Listed) -> None:
    with sessions.begin() as session:
        service.revoke(session, sam, only().id, now=utc_now())


def be_named(sessions: Sessions, turns: Turns, sam: SignedInUser, only: Listed) -> None:
    """In another conversation of the case, after the code was given."""
    lee = a_colleague(sessions, "lee", "lead")
    with sessions.begin() as session:
        other = service.make_invite(session, turns.keys, lee, REFERENCE, now=utc_now())
    started = chat.start(turns, invite=other.code)
    with sessions.begin() as session:
        given = InterestIn(username="sam", reason="His sister.")
        name(session, turns.keys, lee, started.id, given, now=utc_now())
        session.query(Invite).filter(Invite.by == "user:lee").delete()


@pytest.mark.parametrize("spoil", [end, take_back, be_named])
def test_a_code_that_is_not_good_begins_nothing_and_does_not_say_why(
    code: str, begin: Begin, sam: SignedInUser, sessions: Sessions, turns: Turns, only: Listed,
    spoil: object,
) -> None:  # fmt: skip
    assert callable(spoil)
    spoil(sessions, turns, sam, only)
    with sessions.begin() as session:
        before = session.query(Conversation).count()

    with pytest.raises(CodeNotGood) as refused:
        begin(code)
    with pytest.raises(CodeNotGood) as unknown:
        begin("four words of nothing")

    assert refused.value.message == unknown.value.message
    with sessions.begin() as session:
        assert session.query(Conversation).count() == before
    subjects = [row[2] for row in audit(sessions) if row[1] == "invite_refused"]
    assert subjects == [str(only().id), "unknown"]


def test_a_code_is_used_up_once_something_was_said_and_who_gave_it_hears_of_the_next(
    code: str, begin: Begin, turns: Turns, only: Listed
) -> None:
    say(turns, begin(code), "home")

    with pytest.raises(CodeNotGood):
        begin(code)

    one = only()
    assert one.state == "used"
    assert one.refused_at is not None


def test_a_page_that_was_closed_at_once_loses_no_code(
    code: str, begin: Begin, sam: SignedInUser, sessions: Sessions, only: Listed
) -> None:
    first, second = begin(code), begin(code)

    assert (with_whom(sessions, first), with_whom(sessions, second)) == (set(), {sam.id})
    assert only().conversation_id == second.id
    with sessions.begin() as session:
        assert [link.conversation_id for link in session.query(CaseLink)] == [second.id]


def test_a_code_whose_case_was_taken_away_again_is_not_good(
    code: str, begin: Begin, sessions: Sessions
) -> None:
    begin(code)
    with sessions.begin() as session:
        session.query(CaseLink).delete()

    with pytest.raises(CodeNotGood):
        begin(code)


def test_codes_cannot_be_tried_one_after_another(turns: Turns, settings: Settings) -> None:
    settings.code_tries = "2/minute"
    for _ in range(2):
        with pytest.raises(CodeNotGood):
            chat.start(turns, invite="four words of nothing", client="here")

    with pytest.raises(TooManyTries):
        chat.start(turns, invite="four words of nothing", client="here")
    assert chat.start(turns, client="here").messages  # without a code nobody waits


def test_where_who_invited_is_gone_it_is_nobodys(
    code: str, begin: Begin, sessions: Sessions
) -> None:
    with sessions.begin() as session:
        disable_user(session, "sam")

    assert with_whom(sessions, begin(code)) == set()


@pytest.mark.parametrize(("was_read", "left"), [(False, 0), (True, 1)])
def test_an_alert_that_nobody_has_read_waits_for_no_one_person(
    code: str, begin: Begin, turns: Turns, bot: FakeBot, sessions: Sessions, was_read: bool,
    left: int,
) -> None:  # fmt: skip
    started = begin(code)
    if was_read:
        with sessions.begin() as session:
            session.add(Casework(conversation_id=started.id, version=1, read_seq=1))
    alert = {"command": "raise_alert", "id": str(uuid4()), "level": "now", "kind": "danger"}
    bot.answers = [an_answer(commands=[alert])]

    say(turns, started, "he is here")

    assert len(with_whom(sessions, started)) == left
    released = ("system", "released", str(started.id))
    assert (released in audit(sessions)) is not was_read


def test_with_the_code_nothing_can_be_read(
    client: TestClient, code: str, begin: Begin, turns: Turns
) -> None:
    started = begin(code)
    say(turns, started, "quokkapuddle")

    for token in (code, code.replace(" ", "-")):
        bearer = {"Authorization": f"Bearer {token}"}
        answer = client.get(f"/chat/conversations/{started.id}", headers=bearer)
        assert answer.status_code == 401
    assert client.post("/chat/resume", json={"return_code": code}).status_code == 404
    again = client.post("/chat/conversations", json={"invite": code})
    assert (again.status_code, again.json()["error"]) == (404, "code_not_good")


def test_who_is_connected_with_the_case_makes_no_code_for_it(
    code: str, begin: Begin, sam: SignedInUser, lee: SignedInUser, sessions: Sessions, turns: Turns
) -> None:
    started = begin(code)
    with sessions.begin() as session:
        given = InterestIn(username="sam", reason="His sister.")
        name(session, turns.keys, lee, started.id, given, now=utc_now())

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
            service.revoke(session, ada, only_id(session), now=utc_now())
    with sessions.begin() as session:
        service.revoke(session, lee, only_id(session), now=utc_now())
    assert only(sam).state == "revoked"


def only_id(session: Session) -> UUID:
    return session.query(Invite).one().id


def test_who_may_not_open_what_came_reads_no_reference_of_it(
    code: str, begin: Begin, sam: SignedInUser, lee: SignedInUser, sessions: Sessions, turns: Turns,
    only: Listed,
) -> None:  # fmt: skip
    started = begin(code)
    with sessions.begin() as session:
        given = InterestIn(username="sam", reason="His sister.")
        name(session, turns.keys, lee, started.id, given, now=utc_now())

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

    assert [(one.due, one.deleted) for one in (dry[-1], lines[-1])] == [
        *((1 - left, 0), (1 - left, 1 - left))
    ]
    with sessions.begin() as session:
        assert session.query(Invite).count() == left


def test_a_case_system_makes_and_takes_back_codes(
    client: TestClient, as_role: AsRole, begin: Begin, sessions: Sessions
) -> None:
    headers: Headers = as_role("practitioner")
    made = [
        client.post("/api/v1/invites", json={"reference": REFERENCE}, headers=headers)
        for _ in range(2)
    ]
    assert {answer.status_code for answer in made} == {201}

    started = begin(made[0].json()["code"])
    gone = client.delete(f"/api/v1/invites/{made[1].json()['id']}", headers=headers)

    assert gone.status_code == 204
    assert with_whom(sessions, started) == set()
    listed = client.get("/api/v1/invites", headers=headers).json()
    assert sorted(one["state"] for one in listed) == ["revoked", "used"]
    assert "code" not in listed[0]
