"""Each kind of record goes when its time is over, never while on hold, and the report says so."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat import service as chat
from api.chat.destroy import destroy
from api.core.clock import utc_now
from api.errors import BadMessage, NotFound, OnHold
from api.models import AuditEvent, Casework, ChatSession, Conversation, Message
from api.record.service import erase_conversation
from api.retention import service
from api.retention.service import Line, hold, lift, run
from api.settings import Settings
from api.turn.service import Turns
from tests.api.talk import say

NOW = utc_now()
KINDS = ("unused", "unfinished", "finished")


@pytest.fixture
def keeping(settings: Settings) -> Settings:
    """Ten days for what was never used, twenty and thirty for the others."""
    settings.retention_unused_days = 10
    settings.retention_unfinished_days = 20
    settings.retention_finished_days = 30
    return settings


@pytest.fixture
def ids(turns: Turns) -> dict[str, UUID]:
    """One conversation of each kind."""
    made = {}
    for kind in KINDS:
        started = chat.start(turns)
        if kind != "unused":
            say(turns, started, "something")
        made[kind] = started.id
    with turns.sessions.begin() as session:
        session.get_one(Conversation, made["finished"]).status = "finished"
        session.get_one(Conversation, made["unfinished"]).status = "open"
        for conversation in session.scalars(select(Conversation)):
            conversation.changed_at = NOW
    return made


def left(session: Session) -> set[UUID]:
    session.expire_all()
    return set(session.scalars(select(Conversation.id)))


@pytest.mark.parametrize(
    ("days", "gone"),
    [(10, 0), (10.1, 1), (20, 1), (20.1, 2), (30, 2), (30.1, 3)],
)
def test_each_kind_goes_when_its_own_time_is_over(
    ids: dict[str, UUID], session: Session, keeping: Settings, days: float, gone: int
) -> None:
    run(session, keeping, now=NOW + timedelta(days=days))

    assert left(session) == {ids[kind] for kind in KINDS[gone:]}


@pytest.mark.parametrize(
    ("closed_after", "stays"), [(None, True), (10, True), (0.9, False)], ids=str
)
def test_what_is_worked_on_stays_and_its_days_begin_when_it_is_closed(
    ids: dict[str, UUID],
    session: Session,
    keeping: Settings,
    closed_after: float | None,
    stays: bool,
) -> None:
    closed = None if closed_after is None else NOW + timedelta(days=closed_after)
    session.add(Casework(conversation_id=ids["finished"], closed_at=closed))
    session.flush()

    run(session, keeping, now=NOW + timedelta(days=31))

    assert left(session) == ({ids["finished"]} if stays else set())


def test_nothing_goes_for_which_no_time_was_set(
    ids: dict[str, UUID], session: Session, settings: Settings
) -> None:
    settings.retention_unused_days = 0

    run(session, settings, now=NOW + timedelta(days=10_000))

    assert left(session) == set(ids.values())


def test_what_is_on_hold_stays_and_is_reported(
    ids: dict[str, UUID], session: Session, keeping: Settings
) -> None:
    later = NOW + timedelta(days=365)
    hold(session, ids["finished"], "inquest", actor="system", now=NOW)

    lines = run(session, keeping, now=later)

    assert left(session) == {ids["finished"]}
    assert lines[:3] == [
        Line("unused", 10, 1, 0, 1), Line("unfinished", 20, 1, 0, 1), Line("finished", 30, 1, 1, 0)
    ]  # fmt: skip

    lift(session, ids["finished"], actor="system", now=later)
    run(session, keeping, now=later)
    assert left(session) == set()


def test_a_hold_that_comes_while_it_runs_keeps_its_own_and_stops_nothing_else(
    ids: dict[str, UUID], session: Session, keeping: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held_just_before(session: Session, conversation: Conversation) -> None:
        if conversation.id == ids["unfinished"]:
            hold(session, conversation.id, "inquest", actor="system", now=NOW)
        destroy(session, conversation)

    monkeypatch.setattr(service, "destroy", held_just_before)

    lines = run(session, keeping, now=NOW + timedelta(days=31))

    assert left(session) == {ids["unfinished"]}
    assert lines[1] == Line("unfinished", 20, due=1, held=1, deleted=0)


def test_what_is_on_hold_is_not_erased_by_hand_either_until_the_hold_is_lifted(
    ids: dict[str, UUID], session: Session
) -> None:
    hold(session, ids["unused"], "court", actor="system", now=NOW)

    with pytest.raises(OnHold):
        erase_conversation(session, ids["unused"])
    assert left(session) == set(ids.values())

    lift(session, ids["unused"], actor="system", now=NOW)
    erase_conversation(session, ids["unused"])
    assert left(session) == {ids["unfinished"], ids["finished"]}


def test_a_dry_run_reports_the_same_and_deletes_nothing(
    ids: dict[str, UUID], session: Session, keeping: Settings
) -> None:
    later = NOW + timedelta(days=365)

    dry = run(session, keeping, now=later, dry_run=True)

    assert [(line.due, line.deleted) for line in dry[:3]] == [(1, 0)] * 3
    assert left(session) == set(ids.values())
    assert session.scalars(select(ChatSession)).all() != []


def test_each_deletion_is_in_the_audit_and_leaves_no_words(
    ids: dict[str, UUID], session: Session, keeping: Settings
) -> None:
    run(session, keeping, now=NOW + timedelta(days=365))

    query = select(AuditEvent.subject).where(AuditEvent.action == "retained_until")
    assert set(session.scalars(query)) == {str(value) for value in ids.values()}
    assert session.scalars(select(Message)).all() == []


def test_sessions_that_ended_go_with_every_run(
    ids: dict[str, UUID], session: Session, settings: Settings
) -> None:
    settings.retention_unused_days = 0

    assert run(session, settings, now=NOW)[-1].deleted == 0
    assert run(session, settings, now=NOW + timedelta(days=2))[-1].deleted == 3


def test_a_chat_whose_lease_ran_out_can_still_be_taken_up_until_it_is_as_old_as_a_chat_may_get(
    ids: dict[str, UUID], session: Session, settings: Settings
) -> None:
    for each in session.scalars(select(ChatSession)):
        each.started_at, each.ends_at = NOW, NOW + timedelta(minutes=2)
    session.flush()
    oldest = timedelta(hours=settings.chat_session_hours)

    assert run(session, settings, now=NOW + oldest - timedelta(minutes=1))[-1].deleted == 0
    assert run(session, settings, now=NOW + oldest + timedelta(minutes=1))[-1].deleted == len(ids)


def test_a_hold_is_of_a_known_kind_and_on_something(ids: dict[str, UUID], session: Session) -> None:
    def held(conversation_id: UUID, kind: str, now: datetime = NOW) -> None:
        hold(session, conversation_id, kind, actor="system", now=now)

    with pytest.raises(BadMessage):
        held(ids["finished"], "because")
    with pytest.raises(NotFound):
        held(uuid4(), service.HOLDS[0])
    with pytest.raises(NotFound):
        lift(session, ids["finished"], actor="system", now=NOW)
