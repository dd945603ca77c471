"""The engine, the sessions, and the migrations. Commits happen here, or at the two edges of a
turn."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from alembic import command
from alembic.config import Config
from fastapi import Depends
from sqlalchemy import Engine, MetaData, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from api.postgres import limit_statements, limits_beside
from api.settings import get_settings
from api.writers import take_turns

BUSY_SECONDS = 5.0
# Far more than a statement of the site takes: a turn's are of milliseconds.
LONGEST_STATEMENT_SECONDS = 15.0


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def make_engine(url: str, *, longest_statement: float | None = None) -> Engine:
    """Return an engine on SQLite or PostgreSQL. Whoever waits for a lock, or for a connection,
    waits BUSY_SECONDS. On SQLite: WAL, every commit on disk before it returns.

    `longest_statement`: in seconds, on PostgreSQL. None for what may take long, as migrations and
    backups do.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return _on_postgres(url, longest_statement)
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # No limit but the number of threads: whoever waits to write holds a connection meanwhile.
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS}, pool_size=10, max_overflow=-1
    )
    event.listen(engine, "connect", _prepare_sqlite)
    take_turns(engine, longest=BUSY_SECONDS)
    return engine


def _on_postgres(url: str, longest_statement: float | None) -> Engine:
    # Fewer connections than threads: a server has few. Its own default is to wait 30 seconds.
    engine = create_engine(
        url,
        connect_args=limits_beside(make_url(url)),
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        pool_timeout=BUSY_SECONDS,
    )
    if longest_statement is not None:
        limit_statements(engine, longest_statement)
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def _prepare_postgres(connection: DBAPIConnection, _: object) -> None:
    # Its own default is to wait for a lock without end, and the person with it.
    connection.cursor().execute(f"SET lock_timeout = {BUSY_SECONDS * 1_000:.0f}")
    connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # BEGIN is ours: api/writers.py
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # a word that was acknowledged survives a power cut
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def for_reading(engine: Engine) -> Engine:
    """Return the engine for sessions that only read. They wait for no writer, and see the record as
    it was at one moment: no answer that is no longer waited for and not there yet."""
    if engine.dialect.name == "postgresql":  # SQLite does so of itself
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    return engine.execution_options(reads_only=True)


@lru_cache
def get_engine() -> Engine:
    return make_engine(get_settings().database, longest_statement=LONGEST_STATEMENT_SECONDS)


@lru_cache
def get_sessions() -> sessionmaker[Session]:
    return sessionmaker(get_engine(), expire_on_commit=False)


@lru_cache
def get_reading_sessions() -> sessionmaker[Session]:
    return sessionmaker(for_reading(get_engine()), expire_on_commit=False)


def get_session() -> Iterator[Session]:
    with get_sessions().begin() as session:  # commits on success, rolls back on error
        yield session


def get_reading_session() -> Iterator[Session]:
    with get_reading_sessions()() as session:
        yield session


@contextmanager
def session_scope() -> Iterator[Session]:
    """A session for programs that are not a web request: commits at the end."""
    with get_sessions().begin() as session:
        yield session


# scope="function": commit before the reply is sent. The default commits after it.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]
ReadingDep = Annotated[Session, Depends(get_reading_session, scope="function")]


def alembic_config(url: str | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url or get_settings().database
    return config


def migrate(url: str | None = None) -> None:
    """Bring the database to the newest shape. Safe to run again."""
    command.upgrade(alembic_config(url), "head")


def forget_engines() -> None:
    """Drop what is cached, so that the next use reads the settings again."""
    caches: tuple[Any, ...] = (get_engine, get_sessions, get_reading_sessions)
    for cache in caches:
        cache.cache_clear()
