"""The database: its migrations, what a full or locked one means, and what survives."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

import api.models  # noqa: F401  the tables must be known to be compared
from api import db
from api.chat import service
from api.chat.schemas import Started
from api.db import Base, alembic_config, make_engine, migrate
from api.errors import Unavailable
from api.turn.service import Turns
from api.user.service import add_user
from tests.api.talk import say, texts, waiting
from tests.databases import Databases, files_of, locked


@pytest.fixture
def url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it yet."""
    url = databases.bare(tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


# ---------------------------------------------------------------------------------- migrations


def test_the_migrations_have_one_head() -> None:
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))

    assert len(script.get_heads()) == 1


def test_a_migration_file_starts_with_its_number() -> None:
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))

    for revision in script.walk_revisions():
        assert Path(revision.path).name.startswith(f"{revision.revision}_")


def test_the_models_are_what_the_migrations_make(url: str, engine: Engine) -> None:
    migrate(url)

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_go_down_to_nothing_and_up_again(url: str, engine: Engine) -> None:
    migrate(url)
    full = tables(engine)

    command.downgrade(alembic_config(url), "base")
    empty = tables(engine)
    migrate(url)

    assert empty == set()
    assert tables(engine) == full == set(Base.metadata.tables)


def test_migrating_again_loses_nothing(turns: Turns, started: Started, database: str) -> None:
    say(turns, started, "still here")

    migrate(database)

    assert texts(turns, started, "person") == ["still here"]


def test_every_text_column_a_person_fills_is_sealed() -> None:
    """Columns that hold bytes are sealed; a column of text is a name, a code or a hash."""
    from sqlalchemy import JSON, String

    plain = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, (String, JSON)) and column.type.python_type is not bytes
        if getattr(column.type, "length", None) != 40  # one of a fixed set
    }

    assert plain == {
        "allocation.by", "break_glass.seen_by", "legal_hold.by",
        "capacity.by", "capacity.unable", "conflict_of_interest.by", "household_member.by",
        "second_opinion.by", "supporter.by", "supporter.ended_by", "weighing.by",
        "escalation.recipient",
        "kiosk.added_by", "kiosk.device_hash", "kiosk.name", "kiosk_call.answered_by",
        "alert.acknowledged_as",
        "api_token.name", "api_token.token_hash",
        "audit_event.actor", "audit_event.hash", "audit_event.previous", "audit_event.subject",
        "case_link.by", "chat_session.token_hash",
        "closing.by", "closing.reopened_by",
        "flag.by", "flag_decision.by", "informed.by", "invite.by",
        "outcome.themes",
        "recovery_code.code_hash", "user_account.identity",
        "override.by", "override.signed_by",
        "summary.by",
        "told.by",
        "user_account.password_hash", "user_account.username",
        "user_session.csrf", "user_session.token_hash",
    }  # fmt: skip


@pytest.mark.sqlite
def test_every_constraint_has_a_name_so_that_a_migration_can_change_it(
    url: str, engine: Engine
) -> None:
    migrate(url)
    with engine.connect() as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'table'"))
        for (sql,) in made:
            for kind in ("PRIMARY KEY", "FOREIGN KEY", "UNIQUE ("):
                for line in str(sql).splitlines():
                    if line.strip().startswith(kind):
                        assert "alembic" in sql, line


def test_what_is_written_is_found_in_the_files_where_others_are_told_not_to_be(
    session: Session, database: str
) -> None:
    """The tests that look for words in files would find them."""
    add_user(session, "quokkalantern", "a long enough password")
    session.commit()

    assert any(b"quokkalantern" in file.read_bytes() for file in files_of(database))


# ------------------------------------------------------------------------------------- SQLite


@pytest.mark.sqlite
def test_what_was_acknowledged_survives_a_power_cut(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
    }  # fmt: skip


def test_the_folder_of_the_database_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'made' / 'new.db'}")
    engine.dispose()

    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o700


# --------------------------------------------------------------------------------- PostgreSQL


# -------------------------------------------------------------------------- a locked or full one


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test does not wait for a lock as long as a person would."""
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.2)


def test_while_the_record_is_locked_nobody_is_told_that_words_are_saved(
    impatient: None, client: TestClient, turns: Turns, database: str
) -> None:
    begun = client.post("/chat/conversations", json={}).json()
    headers = {"Authorization": f"Bearer {begun['token']}"}
    where, turn = f"/chat/conversations/{begun['id']}", {"turn_id": str(uuid4()), "text": "home"}

    with locked(database):
        answer = client.post(f"{where}/turns", json=turn, headers=headers)

    assert answer.status_code == 503
    assert answer.json() == {"error": "unavailable", "message": Unavailable().message}
    assert "saved" not in answer.json()
    again = client.post(f"{where}/turns", json=turn, headers=headers)
    assert (again.status_code, again.json()["saved"]) == (200, True)
    said = client.get(where, headers=headers).json()["messages"]
    assert [line["text"] for line in said if line["from"] == "person"] == ["home"]


def test_while_the_record_is_locked_it_can_still_be_read(
    impatient: None, turns: Turns, started: Started, database: str
) -> None:
    say(turns, started, "home")

    with locked(database):
        assert texts(turns, started, "person") == ["home"]


def test_a_conversation_cannot_begin_while_the_record_is_locked(
    impatient: None, client: TestClient, database: str
) -> None:
    with locked(database):
        answer = client.post("/chat/conversations", json={})

    assert (answer.status_code, answer.json()["error"]) == (503, "unavailable")


def test_a_short_lock_is_waited_for(turns: Turns, started: Started, database: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        with locked(database):
            sent = pool.submit(say, turns, started, "home")
            time.sleep(0.2)
        assert sent.result(10).saved


@pytest.mark.sqlite
def test_words_are_not_said_to_be_saved_when_the_disk_is_full(
    turns: Turns, started: Started
) -> None:
    with turns.sessions.begin() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
    engine = turns.sessions.kw["bind"]

    def shrink(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def tell_much() -> None:
        for _ in range(20):
            say(turns, started, "a long story " * 1000)

    event.listen(engine, "connect", shrink)
    engine.dispose()
    try:
        with pytest.raises(OperationalError, match="full"):
            tell_much()
    finally:
        event.remove(engine, "connect", shrink)
        engine.dispose()

    kept = len(texts(turns, started, "person"))
    say(turns, started, "there is room again")
    assert len(texts(turns, started, "person")) == kept + 1
    assert waiting(turns.sessions) == []


def test_an_answer_that_cannot_be_kept_leaves_the_turn_waiting(
    impatient: None, turns: Turns, started: Started, database: str
) -> None:
    """The words are on disk, the answer is not: it is asked for again."""
    from collections.abc import Mapping
    from typing import Any

    from api.turn.bot import BotAnswer
    from api.turn.waiting import reconcile
    from tests.builders import FakeBot

    class LockingBot(FakeBot):
        def turn(self, body: Mapping[str, Any]) -> BotAnswer:
            until = time.monotonic() + 5
            while not waiting(turns.sessions) and time.monotonic() < until:
                time.sleep(0.01)
            self.lock = locked(database)
            self.lock.__enter__()
            return super().turn(body)

    bot = LockingBot()
    with pytest.raises(OperationalError, match="lock"):
        say(Turns(turns.sessions, turns.keys, bot, turns.settings), started, "home")
    bot.lock.__exit__(None, None, None)

    assert texts(turns, started, "person") == ["home"]
    assert len(waiting(turns.sessions)) == 1
    assert reconcile(turns) == 1
    assert not service.read(turns, started.id).waiting
