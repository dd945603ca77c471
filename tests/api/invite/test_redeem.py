"""Somebody begins with a code that they were given: where what they say goes, and which codes are
good."""

from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.card.schemas import CardIn
from api.card.service import sort
from api.case import service as cases
from api.case.schemas import CaseIn
from api.casework.open import open_casework
from api.chat import service as chat
from api.core.clock import utc_now
from api.errors import CodeNotGood, TooManyTries
from api.invite import service
from api.models import CaseLink, Casework, Conversation, Invite
from api.settings import Settings
from api.turn.service import Turns
from api.user.service import disable_user
from api.user.signed_in import SignedInUser
from tests.api.desk import audit
from tests.api.invite.conftest import REFERENCE, Begin, Listed, name_sam, with_whom
from tests.api.staff import a_colleague
from tests.api.talk import say
from tests.builders import FakeBot, an_answer

Sessions = sessionmaker[Session]


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
        service.revoke(session, turns.keys, sam, only().id, now=utc_now())


def be_named(sessions: Sessions, turns: Turns, sam: SignedInUser, only: Listed) -> None:
    """In another conversation of the case, after the code was given."""
    lee = a_colleague(sessions, "lee", "lead")
    with sessions.begin() as session:
        other = service.make_invite(session, turns.keys, lee, REFERENCE, now=utc_now())
    started = chat.start(turns, invite=other.code)
    with sessions.begin() as session:
        name_sam(session, turns, lee, started)
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
    assert ("system", "released", str(first.id)) in audit(sessions)
    with sessions.begin() as session:
        assert [link.conversation_id for link in session.query(CaseLink)] == [second.id]


def test_a_code_is_used_up_by_cards_that_were_sorted_too(
    code: str, begin: Begin, turns: Turns, sam: SignedInUser, sessions: Sessions, only: Listed
) -> None:
    """Whoever finds the slip cannot take what the person sorted from the case."""
    first = begin(code)
    given = CardIn.model_validate({"face": "not_happy", "caption": ""})
    sort(turns, first.id, "safer", given, turn_id=uuid4())

    with pytest.raises(CodeNotGood):
        begin(code)

    assert with_whom(sessions, first) == {sam.id}
    assert only().state == "used"


def test_a_code_whose_case_was_taken_away_again_is_not_good(
    code: str, begin: Begin, sessions: Sessions
) -> None:
    begin(code)
    with sessions.begin() as session:
        session.query(CaseLink).delete()

    with pytest.raises(CodeNotGood):
        begin(code)


def test_a_reference_put_right_still_says_that_it_came_with_a_code(
    code: str, begin: Begin, sam: SignedInUser, sessions: Sessions, turns: Turns
) -> None:
    """Whoever had the code could write this: the record must not lose that."""
    here, ways = begin(code).id, []
    with sessions.begin() as session:
        right = CaseIn(reference="ASC-2024/0118")
        cases.link(session, turns.keys, sam, here, right, now=utc_now())
        ways.append(session.query(CaseLink).one().way)
        cases.unlink(session, sam, here, now=utc_now())
        cases.link(session, turns.keys, sam, here, right, now=utc_now())
        ways.append(session.query(CaseLink).one().way)

    assert ways == ["invite", "invite"]


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
