"""Backups of a live record, restored into an empty place and compared table by table; and what was
erased, gone from every backup."""

import io
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from typer.testing import CliRunner, Result

from api import db
from api.backup import archive
from api.chat import service as chat
from api.models import Conversation
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

WORDS = "I want to sleep in my own bed"
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
