"""Databases for tests: files of SQLite's or, with OWNWORDS_TEST_DATABASE=postgres, in a PostgreSQL
server of the run's own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from api.db import make_engine, migrate
from tests.postgres import a_database, drop

ON_POSTGRES = os.environ.get("OWNWORDS_TEST_DATABASE") == "postgres"
SQLITE_ALONE = "this is about SQLite's file, and the run is on PostgreSQL"
SETTING = "OWNWORDS_DATABASE_URL"


class Databases:
    """Makes databases. Those of SQLite go with their folder, those of PostgreSQL with the server,
    or earlier by `drop`.

    `server` is the address of PostgreSQL, without a database's name; without one, SQLite is used.
    """

    def __init__(self, folder: Path, server: str | None) -> None:
        self._folder, self._server = folder, server

    @cached_property
    def _template(self) -> str:
        """An empty database, migrated as in service, once for all."""
        url = self.bare(self._folder)
        migrate(url)
        return url

    def bare(self, folder: Path) -> str:
        """Return the address of a database with nothing in it, not even tables."""
        return a_database(self._server) if self._server else f"sqlite:///{folder / 'record.db'}"

    def migrated(self, folder: Path) -> str:
        """Return the address of a new one, empty and migrated."""
        return self.copy_of(self._template, folder)

    def copy_of(self, url: str, folder: Path) -> str:
        """Return the address of a new one, like that which nobody has open."""
        if self._server:
            return a_database(self._server, url.rpartition("/")[2])
        shutil.copy(file_of(url), folder / "record.db")
        return f"sqlite:///{folder / 'record.db'}"

    def setting(self) -> dict[str, str]:
        """Return the setting of a bare one for a process that is started: for SQLite nothing is
        set, and it uses the file in its own folder."""
        return {SETTING: a_database(self._server)} if self._server else {}

    def drop(self, url: str) -> None:
        if self._server:
            drop(url)


def file_of(url: str) -> Path:
    return Path(make_url(url).database or "")


def files_of(url: str) -> Iterator[Path]:
    """Yield each file in which a database keeps what it was given, all of it on the disk: its
    journal too, and for PostgreSQL the server's log."""
    if make_url(url).get_backend_name() == "sqlite":
        yield from file_of(url).parent.glob(file_of(url).name + "*")
        return
    data, number = _place_of(url)
    for folder in (data / "base" / number, data / "pg_wal"):
        yield from (file for file in folder.rglob("*") if file.is_file())
    yield data.with_name("log")


def _place_of(url: str) -> tuple[Path, str]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        data = Path(str(connection.scalar(text("SHOW data_directory"))))
        number = connection.scalar(
            text("SELECT oid FROM pg_database WHERE datname = current_database()")
        )
    engine.dispose()
    return data, str(number)


def change(url: str, *statements: str) -> None:
    """Change a database from outside, as somebody with the file in hand, or its owner, could."""
    engine = make_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def without_the_audits_refusals(url: str) -> list[str]:
    """Return what takes out the database's own refusal to change the audit."""
    if not url.startswith("sqlite"):
        return ["DROP TRIGGER IF EXISTS audit_event_no_change ON audit_event"]
    return [f"DROP TRIGGER IF EXISTS audit_event_no_{name}" for name in ("update", "delete")]


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold a database so that nobody else can write, as a backup or a stuck program might. It can
    still be read."""
    engine = create_engine(url)
    with closing(engine.raw_connection()) as connection:
        held = connection.driver_connection
        assert held is not None
        if engine.dialect.name == "sqlite":
            held.isolation_level = None
            held.execute("BEGIN IMMEDIATE")
        else:
            held.execute("LOCK TABLE conversation, message, turn IN EXCLUSIVE MODE")
        try:
            yield
        finally:
            held.rollback()
    engine.dispose()
