"""Each migration up, down and up again with rows in every table, on SQLite and PostgreSQL; and a
database as the first revision made it, read by the program of today."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, text
from sqlalchemy.orm import sessionmaker

import api.models  # noqa: F401  the tables must be known to be compared
from api.core.clock import utc_now
from api.db import Base, alembic_config, make_engine, migrate
from api.record.service import export_conversation
from api.vault.keys import KeyRing
from api.vault.vault import new_vault
from tests.generated import Row, columns_of, contents, counts, fill, tables_of
from tests.postgres import a_database

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def revisions() -> list[str]:
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    return [revision.revision for revision in script.walk_revisions()][::-1]


STEPS = list(zip(revisions(), revisions()[1:], strict=False))


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'moved.db'}"
    return a_database(request.getfixturevalue("postgres"))


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("lower", "upper"), STEPS)
def test_a_migration_keeps_every_row_up_down_and_up_again(
    url: str, engine: Engine, lower: str, upper: str
) -> None:
    config = alembic_config(url)
    command.upgrade(config, lower)
    fill(engine)
    if upper == MOVED_BY:
        as_it_can_be_told_apart(engine)
    before, like = contents(engine), columns_of(engine)
    assert min(counts(engine).values()) > 0

    command.upgrade(config, upper)
    kept = still_there(engine, like)
    assert contents(engine, kept) == only(before, like, kept)
    command.downgrade(config, lower)
    assert (columns_of(engine), contents(engine)) == (like, before)
    command.upgrade(config, upper)
    assert contents(engine, kept) == only(before, like, kept)


# What a revision puts somewhere else. Going down brings it back, which the test above shows.
MOVED = {("casework", "assigned_to")}
MOVED_BY = "0008"


def as_it_can_be_told_apart(engine: Engine) -> None:
    """Whose conversation it is, is kept once from 0008 on. Going down, one that was somebody's is
    assigned to them, so here one that nobody was assigned is nobody's."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "DELETE FROM allocation WHERE conversation_id IN"
                " (SELECT conversation_id FROM casework WHERE assigned_to IS NULL)"
            )
        )


def still_there(engine: Engine, like: Mapping[str, list[str]]) -> dict[str, list[str]]:
    now = columns_of(engine)
    return {
        table: [name for name in columns if name in now[table] or (table, name) not in MOVED]
        for table, columns in like.items()
    }


def only(
    rows: Mapping[str, list[Row]], had: Mapping[str, list[str]], kept: Mapping[str, list[str]]
) -> dict[str, list[Row]]:
    """Return the rows with the columns that were kept."""
    places = {table: [had[table].index(name) for name in names] for table, names in kept.items()}
    return {
        table: sorted(tuple(row[at] for at in places[table]) for row in rows[table])
        for table in rows
    }


def test_whose_conversation_it_was_is_an_allocation_now(url: str, engine: Engine) -> None:
    config = alembic_config(url)
    command.upgrade(config, "0005")
    fill(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM allocation"))
        query = text(
            "SELECT conversation_id, assigned_to FROM casework"
            " WHERE assigned_to IS NOT NULL ORDER BY 1"
        )
        assigned = connection.execute(query).all()
    assert 0 < len(assigned) < counts(engine)["casework"]

    command.upgrade(config, "0008")

    with engine.connect() as connection:
        query = text("SELECT conversation_id, user_id FROM allocation ORDER BY 1")
        assert connection.execute(query).all() == assigned


def test_the_models_are_what_the_migrations_make(url: str, engine: Engine) -> None:
    migrate(url)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_full_database_goes_down_to_nothing_and_up_again(url: str, engine: Engine) -> None:
    migrate(url)
    fill(engine)

    command.downgrade(alembic_config(url), "base")
    migrate(url)

    assert set(counts(engine).values()) == {0}


def test_words_kept_by_the_first_revision_are_read_by_the_program_of_today(
    url: str, engine: Engine, keys: KeyRing
) -> None:
    command.upgrade(alembic_config(url), "0001")
    conversation_id = uuid4()
    wish = "I want to sleep in my own bed"
    write_as_the_first_revision(engine, keys, conversation_id, wish)

    migrate(url)

    with sessionmaker(engine).begin() as session:
        record = export_conversation(session, keys, conversation_id)
    assert [(turn.seq, turn.sender, turn.text) for turn in record.turns] == [(1, "person", wish)]


def write_as_the_first_revision(
    engine: Engine, keys: KeyRing, conversation_id: UUID, words: str
) -> None:
    tables = tables_of(engine).tables
    vault, wrapped = new_vault(keys, conversation_id)
    named = engine.dialect.name == "postgresql"
    now, here = utc_now(), conversation_id if named else conversation_id.hex
    with engine.begin() as connection:
        connection.execute(
            insert(tables["conversation"]).values(
                id=here, channel="web", status="open", asking="outcome", started_at=now,
                changed_at=now, version=1, last_seq=1, wrapped_key=wrapped,
                state=vault.seal_json({}, f"conversation.state:{conversation_id}"),
            )
        )  # fmt: skip
        connection.execute(
            insert(tables["message"]).values(
                id=1, conversation_id=here, seq=1, sender="person", kind="say", at=now,
                asking="outcome", words=vault.seal(words, f"message.words:{conversation_id}:1"),
            )
        )  # fmt: skip
