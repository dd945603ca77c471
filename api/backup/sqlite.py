"""Copy a live SQLite database, and put a copy back."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

from api.backup.about import Copied
from api.backup.files import DATA, RESTORING, folder_in, to_the_disk

KEY = ("conversation", "wrapped_key")
ITS_OWN = "sqlite_"  # tables that SQLite makes itself
SEQUENCES = "sqlite_sequence"
COPIED_PRAGMAS = ("page_size", "auto_vacuum", "user_version", "application_id")
LOGS = ("-wal", "-shm", "-journal")


def file_of(url: str) -> Path:
    return Path(make_url(url).database or "")


def places(url: str) -> set[Path]:
    """Return the folders, beside var, in which a restore works."""
    return {file_of(url).parent}


def dump(url: str, folder: Path) -> Copied:
    """Write a consistent copy while others go on writing. Conversations' keys are left out, and at
    no time on the disk: a copy page by page would hold them until they were written over, and for
    good after a kill."""
    with closing(sqlite3.connect(folder / DATA, timeout=30.0, isolation_level=None)) as copy:
        copy.execute("ATTACH ? AS live", (str(file_of(url)),))
        for name in COPIED_PRAGMAS:  # before there is a table: later the first two do nothing
            value = copy.execute(f"PRAGMA live.{name}").fetchone()[0]
            copy.execute(f"PRAGMA main.{name} = {value}")
        copy.execute("PRAGMA main.journal_mode=OFF")  # where it fails, the copy is thrown away
        copy.execute("PRAGMA main.synchronous=OFF")
        copy.execute("BEGIN")  # one moment of the live record: it is read in one transaction
        _copy_all(copy)
        copied = _told(copy)
        copy.execute("COMMIT")
    return copied


def _copy_all(copy: sqlite3.Connection) -> None:
    made = copy.execute("SELECT type, name, sql FROM live.sqlite_master ORDER BY rowid").fetchall()
    ours = [one for one in made if one[2] is not None and not one[1].startswith(ITS_OWN)]
    for kind in ("table", "index", "view", "trigger"):  # triggers last: they would fire
        for _, name, creates in [one for one in ours if one[0] == kind]:
            copy.execute(creates)
            if kind == "table":
                _copy_rows(copy, name)
    if SEQUENCES in {name for _, name, _ in made}:  # also what was given to rows that are gone
        copy.execute("DELETE FROM main.sqlite_sequence")
        copy.execute("INSERT INTO main.sqlite_sequence SELECT * FROM live.sqlite_sequence")


def _copy_rows(copy: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in copy.execute(f"PRAGMA live.table_info({_quoted(table)})")]
    into = ", ".join(map(_quoted, columns))
    read = ", ".join("x''" if (table, name) == KEY else _quoted(name) for name in columns)
    table = _quoted(table)
    copy.execute(f"INSERT INTO main.{table} ({into}) SELECT {read} FROM live.{table}")  # noqa: S608


def _told(copy: sqlite3.Connection) -> Copied:
    query = "SELECT version_num, (SELECT count(*) FROM main.conversation) FROM main.alembic_version"
    return Copied(*copy.execute(query).fetchone())


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def must_be_empty(url: str) -> None:
    """SQLite would replay a log that a killed process left over the database that is put beside
    it. Raises FileExistsError."""
    home = file_of(url)
    for path in (home, *(home.with_name(home.name + suffix) for suffix in LOGS)):
        if os.path.lexists(path):
            raise FileExistsError(path)


@contextmanager
def loaded(url: str, folder: Path) -> Iterator[str]:
    """Yield the address of the copy, beside where it belongs. It is put there once the caller is
    done with it, whole and on the disk, or never. Raises FileExistsError."""
    home = file_of(url)
    home.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with folder_in(home.parent, RESTORING) as beside:
        copy = beside / DATA
        shutil.move(folder / DATA, copy)
        copy.chmod(0o600)
        yield make_url(url).set(database=str(copy)).render_as_string(hide_password=False)
        _must_be_whole(copy)
        to_the_disk(copy)
        must_be_empty(url)  # again: somebody may have started the site meanwhile
        os.link(copy, home)  # as a rename, but it replaces nothing
        to_the_disk(home.parent)


def _must_be_whole(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise ValueError("The database in it is damaged.")
