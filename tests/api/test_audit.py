"""The audit is only added to: the database refuses otherwise, and the chain shows it where
somebody with the file in hand did so all the same."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from api.audit.service import FIRST, first_break, hash_of, write
from api.core.clock import utc_now
from api.db import make_engine, migrate
from api.models import AuditEvent
from tests.databases import without_the_audits_refusals
from tests.postgres import a_database


@pytest.fixture
def audited(session: Session) -> Session:
    for number in range(5):
        write(session, "user:sam", "viewed", f"conversation {number}", utc_now())
    return session


@pytest.fixture
def forced(audited: Session) -> Session:
    """The audit in the hands of somebody who may do anything with the file."""
    for statement in without_the_audits_refusals(str(audited.get_bind().engine.url)):
        audited.execute(text(statement))
    return audited


CHANGING = ("UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event WHERE id = 2")


@pytest.mark.parametrize("statement", CHANGING)
def test_the_database_refuses_to_change_or_delete_a_row(audited: Session, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only ever added to"), audited.begin_nested():
        audited.execute(text(statement))

    assert first_break(audited) is None


@pytest.mark.postgres
@pytest.mark.parametrize("statement", [*CHANGING, "TRUNCATE audit_event"])
def test_postgresql_refuses_it_too(postgres: str, statement: str) -> None:
    url = a_database(postgres)
    migrate(url)
    engine = make_engine(url)
    with sessionmaker(engine).begin() as session:
        write(session, "user:sam", "viewed", "a conversation", utc_now())

    with pytest.raises(DBAPIError, match="only ever added to"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.mark.postgres
def test_many_writers_at_once_make_one_chain(postgres: str) -> None:
    url = a_database(postgres)
    migrate(url)
    sessions = sessionmaker(make_engine(url))

    def look(number: int) -> None:
        with sessions.begin() as session:
            write(session, f"user:{number}", "viewed", "a conversation", utc_now())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(look, range(80)))

    with sessions() as session:
        assert len(session.scalars(select(AuditEvent)).all()) == 80
        assert first_break(session) is None
    sessions.kw["bind"].dispose()


def test_a_whole_chain_has_no_break(audited: Session) -> None:
    assert first_break(audited) is None


def test_an_empty_audit_has_no_break(session: Session) -> None:
    assert first_break(session) is None


def test_each_row_holds_the_hash_of_the_one_before(audited: Session) -> None:
    rows = audited.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()

    assert [row.previous for row in rows] == [FIRST, *(row.hash for row in rows[:-1])]
    assert all(row.hash == hash_of(row) for row in rows)


CHANGES: dict[str, dict[str, object]] = {
    "who": {"actor": "user:nobody"},
    "what": {"action": "listed"},
    "whose": {"subject": "another conversation"},
    "when": {"at": utc_now() - timedelta(days=1)},
    "its place": {"previous": "1" * 64},
    "its hash": {"hash": "2" * 64},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_row_that_was_changed_is_found(forced: Session, change: dict[str, object]) -> None:
    forced.execute(update(AuditEvent).where(AuditEvent.id == 3).values(**change))
    forced.expire_all()

    assert first_break(forced) in (3, 4)


@pytest.mark.parametrize("gone", [1, 3, 4])
def test_a_row_that_was_taken_away_is_found(forced: Session, gone: int) -> None:
    forced.execute(delete(AuditEvent).where(AuditEvent.id == gone))
    forced.expire_all()

    assert first_break(forced) == gone + 1


def test_a_row_that_was_put_between_is_found(forced: Session) -> None:
    first = forced.get(AuditEvent, 1)
    assert first is not None
    row = AuditEvent(id=99, at=utc_now(), actor="x", action="y", subject="z", previous=first.hash)
    row.hash = hash_of(row)
    forced.add(row)
    forced.flush()

    assert first_break(forced) == 99


def test_words_are_kept_apart_in_what_is_hashed() -> None:
    def row(**parts: str) -> AuditEvent:
        return AuditEvent(previous=FIRST, at=utc_now().replace(microsecond=0), **parts)

    one = row(actor="ab", action="c", subject="d")
    two = row(actor="a", action="bc", subject="d")

    assert hash_of(one) != hash_of(two)


def test_the_time_read_back_gives_the_same_hash(audited: Session) -> None:
    """SQLite keeps no zone: a moment must come back as it went in, or every row looks altered."""
    audited.expire_all()

    check: Callable[[AuditEvent], bool] = lambda row: row.hash == hash_of(row)  # noqa: E731  one use
    assert all(check(row) for row in audited.scalars(select(AuditEvent)))
