"""A restore is all there or not at all, and an older key book erases nothing."""

import errno
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api import db
from api.backup import archive, postgres, service, sqlite
from api.models import LegalHold
from api.vault.keys import get_keys
from cli.errors import Problem
from tests.cli.backup.conftest import (
    ON_SQLITE,
    WHEN,
    Place,
    Places,
    a_backup_and_a_place,
    moved_keys,
    refused,
    run,
)
from tests.cli.conftest import forget


def test_it_says_so_where_there_is_a_record_already(live: Place, tmp_path: Path) -> None:
    live.talk()
    backup = tmp_path / "one.owb"
    run("backup", str(backup))

    for arguments, words in (
        (("restore", str(backup)), "There is a record here already"),
        (("backup", str(backup)), "is there already"),
    ):
        result = run(*arguments)
        assert isinstance(result.exception, Problem)
        assert words in str(result.exception)


def no_book(place: Place, backup: Path) -> None:
    (place.var / "keys" / "book.db").write_bytes(b"no database" * 100)


def an_empty_book(place: Place, backup: Path) -> None:
    (place.var / "keys" / "book.db").write_bytes(b"")


def no_program_for_it(place: Place, backup: Path) -> None:
    retold(backup, revision="9999")


def another_kind(place: Place, backup: Path) -> None:
    retold(backup, kind="api.backup.other")


def fewer_than_it_says(place: Place, backup: Path) -> None:
    retold(backup, conversations=7)


def failing_half_way(place: Place, backup: Path) -> None:
    def fail(*_: object) -> None:
        place.monkeypatch.undo()
        place.enter()
        raise OSError(errno.ENOSPC, "No space left on device")

    place.monkeypatch.setattr(service, "_put_keys_back", fail)


CAUSES = {
    "is no key book, or is damaged": [no_book, an_empty_book],
    "A newer release of Own Words made it": [no_program_for_it],
    "of another kind of database": [another_kind],
    "It holds 1 of its 7 conversations": [fewer_than_it_says],
    "was not restored: No space left on device": [failing_half_way],
}


def retold(backup: Path, **changes: object) -> None:
    """Have the backup say something else of itself; or, with None, nothing."""
    source, target = io.BytesIO(backup.read_bytes()), io.BytesIO()
    plain = io.BytesIO(b"".join(archive.opened(get_keys(), source)))
    with tarfile.open(fileobj=plain) as packed, tarfile.open(fileobj=target, mode="w") as tar:
        for member in packed.getmembers():
            held = packed.extractfile(member)
            assert held is not None
            content = held.read()
            if member.name == "about.json":
                about: dict[str, Any] = json.loads(content) | changes
                told = {name: value for name, value in about.items() if value is not None}
                content = json.dumps(told).encode()
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    target.seek(0)
    with backup.open("wb") as file:
        archive.seal(get_keys(), target, file)


@pytest.mark.parametrize(
    ("words", "cause"), [(words, cause) for words, causes in CAUSES.items() for cause in causes]
)
def test_what_cannot_be_restored_leaves_the_place_empty_for_the_next_try(
    live: Place, places: Places, words: str, cause: Callable[[Place, Path], None]
) -> None:
    live.talk()
    backup, other = a_backup_and_a_place(live, places)
    whole = backup.read_bytes()
    cause(other, backup)

    assert words in refused("restore", str(backup))

    assert {path.name for path in other.var.iterdir()} <= {"keys", "backup.lock"}
    backup.write_bytes(whole)
    shutil.rmtree(other.var / "keys")
    moved_keys(live, other)
    assert "1 conversation(s) are back" in run("restore", str(backup)).output


def test_a_newer_releases_backup_that_does_not_say_so_is_looked_at_before_it_is_in_place(
    live: Place, places: Places
) -> None:
    """As one of 0.1.0, which says nothing of its tables."""
    live.talk()
    with live.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    backup, other = a_backup_and_a_place(live, places)
    retold(backup, revision=None)

    for _ in range(2):
        assert "A newer release of Own Words made it" in refused("restore", str(backup))
    assert {path.name for path in other.var.iterdir()} == {"keys", "backup.lock"}


def test_a_newer_releases_backup_is_refused_before_any_of_it_is_loaded(
    live: Place, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, _ = a_backup_and_a_place(live, places)
    retold(backup, revision="9999")
    for kind in (sqlite, postgres):
        monkeypatch.setattr(kind, "loaded", None)

    assert "A newer release of Own Words made it" in refused("restore", str(backup))


@ON_SQLITE
@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
def test_beside_what_a_killed_process_left_nothing_is_restored(
    live: Place, places: Places, suffix: str
) -> None:
    """SQLite would replay that over what is put beside it."""
    live.talk()
    backup, other = a_backup_and_a_place(live, places)
    left = other.var / f"own-words.db{suffix}"
    left.write_bytes(b"what is left")

    assert f"There is a record here already, or what is left of one: {left}" in refused(
        "restore", str(backup)
    )

    assert left.read_bytes() == b"what is left"
    assert not (other.var / "own-words.db").exists()


@ON_SQLITE
def test_a_site_that_starts_while_a_restore_runs_keeps_what_it_made(
    live: Place, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.talk()
    backup, other = a_backup_and_a_place(live, places)
    put, home = service._put_keys_back, other.var / "own-words.db"

    def meanwhile(*arguments: Any) -> tuple[int, int]:
        home.write_bytes(b"of the site")
        return put(*arguments)

    monkeypatch.setattr(service, "_put_keys_back", meanwhile)

    assert "There is a record here already" in refused("restore", str(backup))
    assert home.read_bytes() == b"of the site"


def test_a_key_book_older_than_the_backup_is_refused_and_a_newer_one_is_right(
    live: Place, places: Places, tmp_path: Path
) -> None:
    """What is only newer than the book was not erased, and may not go: here a court wants it."""
    live.talk()
    run("backup", str(tmp_path / "before.owb"))
    older = shutil.copy(live.var / "keys" / "book.db", tmp_path / "older.db")
    held = live.talk("for the court")
    with db.session_scope() as session:
        session.add(LegalHold(conversation_id=held, kind="court", at=WHEN, by="sam"))
    backup, _ = a_backup_and_a_place(live, places)

    words = refused("restore", str(backup), "--key-book", str(older))
    assert "This key book is older than the backup" in words

    assert (
        "1 conversation(s) are back; 0 were erased"
        in run("restore", str(tmp_path / "before.owb")).output
    )
    third = places.make("third")
    moved_keys(live, third)
    forget()
    assert "2 conversation(s) are back; 0 were erased" in run("restore", str(backup)).output
    assert third.typed(held) == ["for the court"]


def test_a_key_book_that_says_nothing_of_its_age_is_older_than_a_backup_that_does(
    live: Place, places: Places
) -> None:
    live.talk()
    backup, other = a_backup_and_a_place(live, places)
    with closing(sqlite3.connect(other.var / "keys" / "book.db")) as old:
        old.execute("DROP TABLE about")

    assert "This key book is older than the backup" in refused("restore", str(backup))

    retold(backup, book=None)  # as 0.1.0 wrote them
    assert "1 conversation(s) are back" in run("restore", str(backup)).output
