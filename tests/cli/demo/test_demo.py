"""The demonstration on a real database file: each state of the queue is there to be seen."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from api.audit.service import first_break
from api.chat import service
from api.core.queue import STATES
from api.db import make_engine
from api.errors import Conflict
from api.models import (
    AuditEvent,
    BreakGlass,
    CaseLink,
    Closing,
    DifferingView,
    Message,
    Override,
    User,
)
from api.queue.schemas import Filters, QueueLine
from api.queue.service import list_queue
from api.settings import Settings
from api.turn.service import Turns
from api.user import service as users
from api.user.signed_in import SignedInUser
from api.vault.keys import KeyRing
from cli.demo.cases import read_cases
from cli.demo.lay import Laid, lay
from cli.demo.more import more_cases
from tests.builders import FakeBot
from tests.databases import Databases

TODAY = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def turns_on(database: str, var: Path) -> Turns:
    engine = make_engine(database)
    settings = Settings(_env_file=None, var=var)
    keys = KeyRing((b"k" * 32,))
    return Turns(sessionmaker(engine, expire_on_commit=False), keys, FakeBot(), settings)


@pytest.fixture(scope="module")
def filled(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Laid]:
    """A database with the cases that were written by hand, laid in once for all tests; the shorter
    ones are made of the same parts."""
    folder = tmp_path_factory.mktemp("demonstration")
    url = databases.migrated(folder)
    turns = turns_on(url, folder)
    laid = lay(turns, today=TODAY, cases=read_cases().cases)
    turns.sessions.kw["bind"].dispose()
    return url, laid


@pytest.fixture
def database(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A real one of the test's own: filled where the test asks for what was laid in."""
    asked = "laid" in request.fixturenames
    filled = request.getfixturevalue("filled")[0] if asked else None
    url = databases.copy_of(filled, tmp_path) if filled else databases.migrated(tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def laid(filled: tuple[str, Laid]) -> Laid:
    return filled[1]


def queue(session: Session) -> list[QueueLine]:
    lead = session.scalars(select(User).where(User.role == "lead")).one()
    reader = SignedInUser(lead.id, lead.username, lead.role, csrf="")
    return list_queue(session, reader, Filters(), now=TODAY, per_page=100).items


def test_the_queue_shows_each_state_and_the_open_alert_first(
    laid: Laid, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        lines = queue(session)

    assert {line.state for line in lines} == set(STATES)
    assert len(lines) == laid.conversations
    first = lines[0].alerts[0]
    assert (first.level, first.kind, first.acknowledged) == ("now", "danger", False)
    assert any(line.flagged for line in lines if line.state == "new")


def test_what_practitioners_do_is_there_to_be_looked_at(
    laid: Laid, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        counted = {
            table: session.scalar(select(func.count()).select_from(table))
            for table in (Closing, Override, BreakGlass, DifferingView)
        }
        signed = session.scalars(select(Override.signed).order_by(Override.signed)).all()

    assert all(counted.values())
    assert set(signed) == {None, "agreed"}


def test_two_conversations_of_one_case_are_linked_by_its_reference(
    laid: Laid, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        keys = session.scalars(select(CaseLink.look_up)).all()

    assert len(keys) > len(set(keys)) > 1


def test_everything_happened_before_now_and_the_audit_is_whole(
    laid: Laid, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        at = session.scalars(select(AuditEvent.at).order_by(AuditEvent.id)).all()
        said = session.scalars(select(func.max(Message.at))).one()
        broken = first_break(session)

    assert broken is None
    assert list(at) == sorted(at)
    assert max(at[-1], said) < TODAY


def test_its_team_signs_in_with_what_was_shown_once(
    laid: Laid, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        roles = {
            users.sign_in(session, one.member.name, one.password, client="x", now=TODAY).user.role
            for one in laid.sign_ins
        }

    assert roles == {"practitioner", "lead", "admin", "auditor"}
    assert len({one.password for one in laid.sign_ins}) == len(laid.sign_ins)


def test_the_person_who_was_written_to_can_come_back(laid: Laid, turns: Turns) -> None:
    (code,) = laid.codes.values()

    assert service.resume(turns, code, client="x").messages[0].text.startswith("Hello.")


def test_an_instance_that_holds_a_conversation_is_refused(
    turns: Turns, sessions: sessionmaker[Session]
) -> None:
    service.start(turns)

    with pytest.raises(Conflict, match="holds conversations"):
        lay(turns, today=TODAY)

    with sessions.begin() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 0


def test_the_shorter_conversations_are_the_same_each_time_and_can_be_laid_in(
    turns: Turns, sessions: sessionmaker[Session]
) -> None:
    pool = read_cases().pool
    cases = more_cases(pool)
    assert cases == more_cases(pool)

    lay(turns, today=TODAY, cases=[cases[0], cases[-1]])

    with sessions.begin() as session:
        assert {line.state for line in queue(session)} <= {"closed", "in_hand", "overdue"}
