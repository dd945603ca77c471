"""Dump a live PostgreSQL database with its own pg_dump, and put a dump back with pg_restore.

One snapshot serves the dump and the one table that is copied beside it: the conversations, without
their keys.
"""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

TABLE = "conversation"


class NoProgram(Exception):
    """pg_dump or pg_restore is not installed."""


def dump(url: str, folder: Path) -> None:
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
             f"--exclude-table-data={TABLE}", f"--file={folder / 'data'}")  # fmt: skip


def load(url: str, folder: Path) -> None:
    """Put the dump into an empty database. Raises FileExistsError."""
    with psycopg.connect(_plain(url)) as connection:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        row = connection.execute(query).fetchone()
        if row and row[0]:
            raise FileExistsError(url.rpartition("/")[2])
    dumped = str(folder / "data")
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
    subprocess.run([_found(program), *where, "--no-password", *options], env=env, check=True)


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
        raise NoProgram(f"{program} is missing. Debian: apt-get install postgresql-client")
    return found
