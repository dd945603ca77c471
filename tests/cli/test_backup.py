"""Backups of a live record, restored into an empty place and compared table by table; and what was
erased, gone from every backup."""

import errno
import io
import json
import os
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from typer.testing import CliRunner, Result

from api import db
from api.backup import archive, book, postgres, service, sqlite
from api.backup.files import at_work
from api.chat import service as chat
from api.models import Conversation, LegalHold
from api.record.service import export_conversation
from api.settings import get_settings
from api.turn.service import Turns
from api.vault.keys import KeyRing, KeyUnusable, get_keys
from cli.errors import Problem
from cli.main import app
from tests.api.talk import say
from tests.builders import FakeBot
from tests.cli.conftest import forget
from tests.generated import contents, fill
from tests.postgres import a_database

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = "I want to sleep in my own bed"
ON_SQLITE = pytest.mark.parametrize("places", ["sqlite"], indirect=True)
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


class Place:
    """Where Own Words is installed: a var folder and a database."""

    def __init__(self, var: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.var, self.url, self.monkeypatch = var, url, monkeypatch
        self.enter()

    def enter(self) -> None:
        self.monkeypatch.setenv("OWNWORDS_VAR", str(self.var))
        self.monkeypatch.setenv("OWNWORDS_DATABASE_URL", self.url)
        forget()

    @property
    def engine(self) -> Engine:
        return db.get_engine()

    @property
    def turns(self) -> Turns:
        return Turns(db.get_sessions(), get_keys(), FakeBot(), get_settings())

    def talk(self, words: str = WORDS) -> UUID:
        started = chat.start(self.turns)
        say(self.turns, started, words)
        return started.id

    def typed(self, conversation_id: UUID) -> list[str]:
        with db.session_scope() as session:
            record = export_conversation(session, get_keys(), conversation_id)
        return [turn.text for turn in record.turns if turn.sender == "person"]


class Places:
    def __init__(self, request: pytest.FixtureRequest, tmp_path: Path) -> None:
        self.request, self.tmp_path = request, tmp_path
        self.monkeypatch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")

    def make(self, name: str) -> Place:
        var = self.tmp_path / name
        var.mkdir()
        url = f"sqlite:///{var / 'own-words.db'}"
        if self.request.param == "postgresql":
            url = a_database(self.request.getfixturevalue("postgres"))
        return Place(var, url, self.monkeypatch)


@pytest.fixture(params=DATABASES)
def places(request: pytest.FixtureRequest, tmp_path: Path, empty_var: Path) -> Iterator[Places]:
    yield Places(request, tmp_path)
    forget()


@pytest.fixture
def live(places: Places) -> Place:
    place = places.make("live")
    db.migrate()
    return place


def moved_keys(live: Place, other: Place) -> None:
    """The keys' own copy arrives, apart from the backup."""
    shutil.copytree(live.var / "keys", other.var / "keys")


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


# -------------------------------------------------------------------------- a restore that fails


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


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert isinstance(result.exception, Problem), result.exception
    return str(result.exception)


def a_backup_and_a_place(live: Place, places: Places) -> tuple[Path, Place]:
    backup = places.tmp_path / "one.owb"
    assert run("backup", str(backup)).exit_code == 0
    other = places.make("other")
    moved_keys(live, other)
    forget()
    return backup, other


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


# ------------------------------------------------------------------------ a key book of another day


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


# ----------------------------------------------------------------- what a backup leaves on the disk


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


# ------------------------------------------------------------------------------ keys that change


def test_keys_change_while_a_process_with_the_old_ones_goes_on(live: Place) -> None:
    old = live.turns  # a web server that began before
    started = chat.start(old)
    say(old, started, "before")
    kek = live.var / "keys" / "kek"
    first = kek.read_text().split()

    result = run("keys", "rotate")

    assert "1 conversation(s) are wrapped with the newest key" in result.output
    assert kek.read_text().split()[1:] == first
    say(old, started, "after")
    second = chat.start(old)
    say(old, second, "new")
    newest = KeyRing(get_keys().keys[:1])
    assert get_keys().newest != old.keys.newest
    with db.session_scope() as session:
        for conversation_id in (started.id, second.id):
            record = export_conversation(session, newest, conversation_id)
            assert [t.text for t in record.turns if t.sender == "person"] != []


def test_the_return_code_still_works_after_the_keys_changed(live: Place) -> None:
    started = chat.start(live.turns)

    run("keys", "rotate")
    forget()

    assert chat.resume(live.turns, started.return_code, client="x").id == started.id


def test_the_old_key_opens_nothing_any_more(live: Place) -> None:
    from api.vault.vault import unwrap

    started = live.talk()
    old = get_keys()
    run("keys", "rotate")
    (live.var / "keys" / "kek").unlink()  # so that it cannot find the new one

    with db.session_scope() as session:
        row = session.get(Conversation, started)
        assert row is not None
        with pytest.raises(KeyUnusable):
            unwrap(old, started, row.wrapped_key)


def test_a_second_change_of_keys_is_no_different(live: Place) -> None:
    started = live.talk()

    for _ in range(2):
        run("keys", "rotate")

    forget()
    assert len(get_keys().keys) == 3
    assert live.typed(started) == [WORDS]
