"""Dump a live PostgreSQL database with its own pg_dump, and put a dump back with pg_restore.

One snapshot serves the dump and the one table that is copied beside it: the conversations, without
their keys.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from api.backup.about import Copied
from api.backup.files import DATA
from api.backup.files import ROWS as TABLE

FUNCTIONS = (
    "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
)


class DumpFailed(Exception):
    """pg_dump or pg_restore is not installed, or failed."""


def places(url: str) -> set[Path]:
    """Return the folders, beside var, in which a restore works: none."""
    return set()


def dump(url: str, folder: Path) -> Copied:
    """Write a consistent copy while others go on writing; conversations' keys are left out."""
    with psycopg.connect(_plain(url)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        columns = [
            sql.SQL("''::bytea") if name == "wrapped_key" else sql.Identifier(name)
            for name in _columns(connection)
        ]
        query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(
            sql.SQL(", ").join(columns), sql.Identifier(TABLE)
        )
        with (folder / TABLE).open("wb") as file, connection.cursor().copy(query) as copy:
            for piece in copy:
                file.write(piece)
        _run("pg_dump", url, "--format=custom", f"--snapshot={snapshot}",
             f"--exclude-table-data={TABLE}", f"--file={folder / DATA}")  # fmt: skip
        return _told(connection)


def _told(connection: psycopg.Connection) -> Copied:
    query = "SELECT version_num, (SELECT count(*) FROM conversation) FROM alembic_version"
    row = connection.execute(query).fetchone()
    return Copied(*row) if row else Copied("", 0)


def must_be_empty(url: str) -> None:
    """Raises FileExistsError."""
    with psycopg.connect(_plain(url)) as connection:
        if _tables(connection):
            raise FileExistsError(make_url(url).database)


@contextmanager
def loaded(url: str, folder: Path) -> Iterator[str]:
    """Put the dump into the database, which is empty, and yield its address. Where that fails, or
    what the caller does with it, the database is empty again."""
    must_be_empty(url)
    with psycopg.connect(_plain(url)) as connection:
        there = {row[0] for row in connection.execute(FUNCTIONS)}
    try:
        _load(url, folder)
        yield url
    except BaseException:
        try:
            _drop_all(url, but=there)
        except psycopg.Error as error:
            raise DumpFailed("A part of it is in the database. Make a new, empty one.") from error
        raise


def _drop_all(url: str, *, but: set[str]) -> None:
    """Sequences, indexes and triggers go with their tables. The schema may be another's, so it
    stays, and so do functions that were there before."""
    with psycopg.connect(_plain(url)) as connection:
        for name in _tables(connection):
            drop = sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier("public", name))
            connection.execute(drop)
        for signature in {row[0] for row in connection.execute(FUNCTIONS)} - but:
            connection.execute(sql.SQL("DROP FUNCTION ") + sql.SQL(signature))


def _tables(connection: psycopg.Connection) -> list[str]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return [row[0] for row in connection.execute(query)]


def _load(url: str, folder: Path) -> None:
    dumped = str(folder / DATA)
    for section in ("pre-data", "data"):
        _restore(url, section, dumped)
    with psycopg.connect(_plain(url)) as connection:
        query_in = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(TABLE), sql.SQL(", ").join(map(sql.Identifier, _columns(connection)))
        )
        with (folder / TABLE).open("rb") as file, connection.cursor().copy(query_in) as copy:
            while piece := file.read(1 << 20):
                copy.write(piece)
    _restore(url, "post-data", dumped)  # keys, indexes and triggers, once all rows are there


def _restore(url: str, section: str, dumped: str) -> None:
    _run("pg_restore", url, "--exit-on-error", "--no-owner", f"--section={section}", dumped)


def _columns(connection: psycopg.Connection) -> list[str]:
    query = (
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND table_name = %s ORDER BY ordinal_position"
    )
    return [row[0] for row in connection.execute(query, (TABLE,))]


def _plain(url: str) -> str:
    parts = make_url(url).set(drivername="postgresql")
    return parts.render_as_string(hide_password=False)


def _run(program: str, url: str, *options: str) -> None:
    parts = make_url(url)
    given = {"--host": parts.host, "--port": parts.port, "--username": parts.username,
             "--dbname": parts.database}  # fmt: skip
    where = [f"{name}={value}" for name, value in given.items() if value]
    env = os.environ | beside(url)
    done = subprocess.run(
        [_found(program), *where, "--no-password", *options], env=env, check=False
    )
    if done.returncode:
        raise DumpFailed(f"{program} failed. What it said is above.")


def beside(url: str) -> dict[str, str]:
    """Return what the programs are given beside their arguments: the password, which others on the
    machine could read there, and how the server is to be known."""
    parts = make_url(url)
    found = {"PGPASSWORD": parts.password} if parts.password else {}
    for name in ("sslmode", "sslrootcert", "sslcert", "sslkey", "host"):
        given = parts.query.get(name)
        if given:
            found[f"PG{name.upper()}"] = given if isinstance(given, str) else ",".join(given)
    return found


def _found(program: str) -> str:
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
    found = str(newest[0]) if newest else shutil.which(program)
    if found is None:
        raise DumpFailed(f"{program} is missing. Debian: apt-get install postgresql-client")
    return found
