"""How old a key book is: each renewal is one generation, above all before it."""

import shutil
import time
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from api.backup import book
from api.vault.keys import KeyUnusable


def test_each_renewal_is_above_the_one_before_whatever_the_clock_says(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "book.db"
    first = book.renew(session, where).generation
    monkeypatch.setattr(time, "time_ns", lambda: 0)

    second = book.renew(session, where).generation

    assert second > first
    assert book.read(where).generation == second


def test_a_book_made_anew_is_above_the_one_that_was_lost(session: Session, tmp_path: Path) -> None:
    for _ in range(3):
        lost = book.renew(session, tmp_path / "lost.db").generation
    time.sleep(0.01)

    assert book.renew(session, tmp_path / "anew.db").generation > lost


def test_a_book_that_is_read_is_not_changed_and_none_is_made(
    session: Session, tmp_path: Path
) -> None:
    where = tmp_path / "a copy? of 100%.db"
    book.renew(session, tmp_path / "book.db")
    shutil.copy(tmp_path / "book.db", where)
    where.chmod(0o400)
    before = where.read_bytes()

    book.read(where)

    assert where.read_bytes() == before
    with pytest.raises(KeyUnusable, match=r"none\.db is no key book"):
        book.read(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
