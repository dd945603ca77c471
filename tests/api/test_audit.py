"""The audit is only added to, and shows when somebody did otherwise."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.audit.service import FIRST, first_break, hash_of, write
from api.core.clock import utc_now
from api.models import AuditEvent


@pytest.fixture
def audited(session: Session) -> Session:
    for number in range(5):
        write(session, "user:sam", "viewed", f"conversation {number}", utc_now())
    return session


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
def test_a_row_that_was_changed_is_found(audited: Session, change: dict[str, object]) -> None:
    audited.execute(update(AuditEvent).where(AuditEvent.id == 3).values(**change))
    audited.expire_all()

    assert first_break(audited) in (3, 4)


@pytest.mark.parametrize("gone", [1, 3, 4])
def test_a_row_that_was_taken_away_is_found(audited: Session, gone: int) -> None:
    audited.execute(delete(AuditEvent).where(AuditEvent.id == gone))
    audited.expire_all()

    assert first_break(audited) == gone + 1


def test_a_row_that_was_put_between_is_found(audited: Session) -> None:
    first = audited.get(AuditEvent, 1)
    assert first is not None
    row = AuditEvent(id=99, at=utc_now(), actor="x", action="y", subject="z", previous=first.hash)
    row.hash = hash_of(row)
    audited.add(row)
    audited.flush()

    assert first_break(audited) == 99


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
