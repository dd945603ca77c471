"""A copy of a live SQLite database, row by row: it lacks the keys, and nothing else."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.backup import sqlite
from api.backup.about import Copied

LIVE = """
PRAGMA journal_mode=WAL;
PRAGMA user_version=7;
CREATE TABLE alembic_version (version_num TEXT);
INSERT INTO alembic_version VALUES ('0014');
CREATE TABLE conversation (id TEXT PRIMARY KEY, wrapped_key BLOB NOT NULL);
INSERT INTO conversation VALUES ('a', x'abcdef'), ('b', x'fedcba');
CREATE TABLE "odd ""name" (n INTEGER PRIMARY KEY AUTOINCREMENT, "a word" TEXT, x AS (n + 1));
INSERT INTO "odd ""name" ("a word") VALUES ('one'), ('two'), ('three');
DELETE FROM "odd ""name" WHERE n = 3;
CREATE UNIQUE INDEX of_words ON "odd ""name" ("a word");
CREATE VIEW words AS SELECT "a word" FROM "odd ""name";
CREATE TRIGGER refused BEFORE INSERT ON conversation BEGIN SELECT RAISE(ABORT, 'refused'); END;
"""


@pytest.fixture
def live(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "live.db", isolation_level=None)) as live:
        live.executescript(LIVE)
        yield live


def dumped(tmp_path: Path) -> Copied:
    return sqlite.dump(f"sqlite:///{tmp_path / 'live.db'}", tmp_path)


def everything(database: sqlite3.Connection) -> list[object]:
    queries = (
        "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name",
        'SELECT * FROM "odd ""name"',
        "SELECT * FROM words",
        "SELECT * FROM sqlite_sequence",
        "SELECT * FROM alembic_version",
        "PRAGMA user_version",
        "PRAGMA integrity_check",
    )
    return [database.execute(query).fetchall() for query in queries]


def test_all_is_copied_but_the_keys(live: sqlite3.Connection, tmp_path: Path) -> None:
    assert dumped(tmp_path) == ("0014", 2)

    with closing(sqlite3.connect(tmp_path / "data")) as copy:
        assert everything(copy) == everything(live)
        assert copy.execute("SELECT * FROM conversation").fetchall() == [("a", b""), ("b", b"")]
        with pytest.raises(sqlite3.IntegrityError, match="refused"):
            copy.execute("INSERT INTO conversation VALUES ('c', x'')")


def test_whoever_writes_meanwhile_waits_for_nothing_and_is_not_in_the_copy(
    live: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_rows, before = sqlite._copy_rows, everything(live)
    live.execute("PRAGMA busy_timeout=0")

    def then_somebody_writes(copy: sqlite3.Connection, table: str) -> None:
        copy_rows(copy, table)
        live.execute('INSERT INTO "odd ""name" ("a word") VALUES (?)', (table,))

    monkeypatch.setattr(sqlite, "_copy_rows", then_somebody_writes)
    dumped(tmp_path)

    assert live.execute("SELECT count(*) FROM words").fetchone() == (5,)
    with closing(sqlite3.connect(tmp_path / "data")) as copy:
        assert everything(copy) == before


def test_a_copy_that_is_damaged_is_not_put_in_place(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data", isolation_level=None)) as copy:
        copy.executescript(
            "CREATE TABLE a (n); INSERT INTO a VALUES (1); CREATE INDEX x ON a (n); "
            "CREATE TABLE b (n); INSERT INTO b VALUES (2); CREATE INDEX y ON b (n); "
            "PRAGMA writable_schema=ON; UPDATE sqlite_master SET rootpage = "
            "(SELECT rootpage FROM sqlite_master WHERE name = 'x') WHERE name = 'y';"
        )
    home = tmp_path / "home" / "own-words.db"

    with (
        pytest.raises(ValueError, match="damaged"),
        sqlite.loaded(f"sqlite:///{home}", tmp_path),
    ):
        pass

    assert list(home.parent.iterdir()) == []
