"""Backups of a live record, restored into an empty place and compared table by table; and what was
erased, gone from every backup."""

import errno
import io
import os
import sqlite3
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from api import db
from api.backup import archive, book
from api.backup.files import at_work
from api.chat import service as chat
from api.models import Conversation
from api.vault.keys import KeyRing, get_keys
from tests.api.talk import say
from tests.cli.backup.conftest import (
    ON_SQLITE,
    WORDS,
    Place,
    Places,
    a_backup_and_a_place,
    moved_keys,
    refused,
    run,
)
from tests.cli.conftest import forget
from tests.generated import contents, fill


def test_every_table_is_as_it_was_after_a_restore_into_an_empty_place(
    live: Place, places: Places, tmp_path: Path
) -> None:
    fill(live.engine, first=1000)
    spoken = live.talk()
    backup = tmp_path / "one.owb"

    assert run("backup", str(backup)).exit_code == 0
    before = contents(live.engine)
    other = places.make("other")
    moved_keys(live, other)
    forget()
    restored = run("restore", str(backup))

    assert restored.exit_code == 0, restored.output
    assert "6 conversation(s) are back; 0 were erased" in restored.output
    assert contents(other.engine) == before
    assert other.typed(spoken) == [WORDS]


def test_the_restored_audit_still_refuses_change(
    live: Place, places: Places, tmp_path: Path
) -> None:
    live.talk()
    backup = tmp_path / "one.owb"
    run("backup", str(backup))
    other = places.make("other")
    moved_keys(live, other)
    forget()
    run("restore", str(backup))

    with pytest.raises(Exception, match="only ever added to"), other.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_event"))


def test_what_was_erased_since_does_not_come_back_and_its_key_is_nowhere(
    live: Place, places: Places, tmp_path: Path
) -> None:
    kept, erased = live.talk(), live.talk("to be erased")
    with db.session_scope() as session:
        query = select(Conversation.wrapped_key).where(Conversation.id == erased)
        key = bytes(session.scalar(query) or b"")
    backup = tmp_path / "one.owb"
    run("backup", str(backup))
    assert key in (live.var / "keys" / "book.db").read_bytes()

    assert run("erase", str(erased), "--yes").exit_code == 0

    assert not [path for path in live.var.rglob("*") if path.is_file()
                and key in path.read_bytes()]  # fmt: skip
    assert key not in b"".join(archive.opened(get_keys(), io.BytesIO(backup.read_bytes())))
    other = places.make("other")
    moved_keys(live, other)
    forget()
    restored = run("restore", str(backup))
    assert "1 conversation(s) are back; 1 were erased" in restored.output
    assert other.typed(kept) == [WORDS]
    with db.session_scope() as session:
        assert session.get(Conversation, erased) is None


def test_a_backup_holds_no_key_of_any_conversation(live: Place, tmp_path: Path) -> None:
    for _ in range(3):
        live.talk()
    with db.session_scope() as session:
        keys = [bytes(key) for key in session.scalars(select(Conversation.wrapped_key))]
    backup = tmp_path / "one.owb"
    run("backup", str(backup))

    opened = b"".join(archive.opened(get_keys(), io.BytesIO(backup.read_bytes())))

    assert not any(key in opened or key.hex().encode() in opened for key in keys)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert not list(live.var.glob(".backup-*"))


def test_a_backup_while_people_talk_is_of_one_moment(
    live: Place, places: Places, tmp_path: Path
) -> None:
    """Each message has its turn, and each turn its message, whenever the copy was made."""
    stop, turns = threading.Event(), live.turns
    started = chat.start(turns)

    def talk_on() -> None:
        while not stop.is_set():
            say(turns, started, WORDS)

    talking = threading.Thread(target=talk_on)
    talking.start()
    try:
        results = [run("backup", str(tmp_path / f"{number}.owb")) for number in range(3)]
    finally:
        stop.set()
        talking.join()
    assert [result.exit_code for result in results] == [0, 0, 0]
    other = places.make("other")
    moved_keys(live, other)
    forget()
    run("restore", str(tmp_path / "1.owb"))
    with other.engine.connect() as connection:
        apart = connection.execute(
            text(
                "SELECT count(*) FROM message m LEFT JOIN turn t ON t.turn_id = m.turn_id AND "
                "t.conversation_id = m.conversation_id WHERE m.turn_id IS NOT NULL "
                "AND t.turn_id IS NULL"
            )
        ).scalar_one()
        last, version = connection.execute(
            text("SELECT (SELECT max(seq) FROM message), last_seq FROM conversation")
        ).one()
    assert apart == 0
    assert last == version


def test_what_is_erased_while_a_backup_is_made_does_not_come_back(
    live: Place, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, erased = live.talk(), live.talk("to be erased")
    renew = book.renew

    def after_an_erasure(*arguments: Any) -> book.Renewed:
        chat.erase(live.turns, erased)
        return renew(*arguments)

    monkeypatch.setattr(book, "renew", after_an_erasure)
    backup, other = a_backup_and_a_place(live, places)

    restored = run("restore", str(backup))

    assert "1 conversation(s) are back; 1 were erased" in restored.output
    assert other.typed(kept) == [WORDS]


@ON_SQLITE
def test_no_key_is_on_the_disk_while_a_backup_is_made(
    live: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill may come before any statement, and leaves what is there then."""
    for _ in range(20):
        live.talk()
    with db.session_scope() as session:
        keys = [bytes(key) for key in session.scalars(select(Conversation.wrapped_key))]
    connect, sizes, seen = sqlite3.connect, list[int](), list[bytes]()

    def look(_: str) -> None:
        for path in live.var.glob(".backup-*/*"):
            content = path.read_bytes()
            sizes.append(len(content))
            seen.extend(key for key in keys if key in content)

    def looked_at(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.execute("PRAGMA cache_size=1")  # what is written is soon in the file
        connection.set_trace_callback(look)
        return connection

    monkeypatch.setattr(sqlite3, "connect", looked_at)
    assert run("backup", str(tmp_path / "one.owb")).exit_code == 0

    assert seen == []
    assert max(sizes) > 100_000


@ON_SQLITE
def test_tables_indexes_and_triggers_are_made_as_they_were(live: Place, places: Places) -> None:
    live.talk()
    backup, other = a_backup_and_a_place(live, places)
    assert run("restore", str(backup)).exit_code == 0

    query = text("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
    made = []
    for place in (live, other):
        place.enter()
        with place.engine.connect() as connection:
            made.append(connection.execute(query).all())
    assert made[0] == made[1]


@pytest.mark.parametrize("command", ["backup", "restore"])
@pytest.mark.parametrize("folder", [".backup-abcd1234", ".restore-abcd1234"])
def test_what_a_kill_left_goes_with_the_next_backup_or_restore(
    live: Place, places: Places, folder: str, command: str
) -> None:
    backup, other = a_backup_and_a_place(live, places)
    left = other.var / folder
    left.mkdir()
    (left / "data").write_bytes(b"with every key")
    if command == "backup":
        run("restore", str(backup))
        left.mkdir(exist_ok=True)
        (left / "data").write_bytes(b"with every key")
        backup = places.tmp_path / "two.owb"

    assert run(command, str(backup)).exit_code == 0

    assert not left.exists()


def test_what_another_backup_works_with_stays_and_so_does_what_is_not_ours(
    live: Place, tmp_path: Path
) -> None:
    theirs, others = live.var / ".backup-abcd1234", live.var / ".backup-20260101"
    first = ExitStack()
    first.enter_context(at_work(live.var, ()))
    with at_work(live.var, ()):
        first.close()  # one is done, and one goes on
        for folder, name in ((theirs, "data"), (others, "letter.txt")):
            folder.mkdir()
            (folder / name).touch()
        assert run("backup", str(tmp_path / "one.owb")).exit_code == 0
        assert theirs.exists()
    run("backup", str(tmp_path / "two.owb"))

    assert not theirs.exists()
    assert others.exists()


def test_a_backup_that_fails_leaves_no_file_and_the_next_one_may_have_its_name(
    live: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, seal = tmp_path / "one.owb", archive.seal

    def full(keys: KeyRing, source: Any, target: Any) -> None:
        seal(keys, source, target)
        monkeypatch.setattr(archive, "seal", seal)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive, "seal", full)
    words = refused("backup", str(backup))

    assert words == f"{backup} was not written: No space left on device."
    assert not backup.exists()
    assert run("backup", str(backup)).exit_code == 0


@ON_SQLITE
def test_a_backup_and_what_is_restored_are_on_the_disk_before_they_are_called_done(
    live: Place, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, fsync = set[tuple[int, int]](), os.fsync

    def noted(handle: int) -> None:
        fsync(handle)
        state = os.fstat(handle)
        synced.add((state.st_ino, state.st_size))

    live.talk()
    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(db, "migrate", lambda: None)
    backup, other = a_backup_and_a_place(live, places)
    run("restore", str(backup))

    for path in (backup, backup.parent, other.var / "own-words.db", other.var):
        assert path.stat().st_ino in {inode for inode, _ in synced}, path
    assert (backup.stat().st_ino, backup.stat().st_size) in synced
