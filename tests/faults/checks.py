"""What must be true whatever broke: read from the database itself, not from the program."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Uuid, bindparam, text

from api.db import for_reading, make_engine
from api.turn.words import words
from tests.stack import Stack
from tests.talker import Talker

KEPT = words("kept")


def typed(seen: dict[str, Any]) -> list[str]:
    return [line["text"] for line in seen["messages"] if line["from"] == "person"]


class Found:
    """What the database holds of one conversation."""

    def __init__(self, connection: Connection, conversation_id: UUID) -> None:
        self._connection, self._here = connection, conversation_id

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query about `:here`."""
        here = bindparam("here", value=self._here, type_=Uuid())
        return [tuple(row) for row in self._connection.execute(text(query).bindparams(here))]


def nothing_is_half_written(stack: Stack, talker: Talker) -> None:
    """Every line has its place, every turn its answer, and the file is whole."""
    engine = for_reading(make_engine(stack.database))
    with engine.connect() as connection:
        found = Found(connection, UUID(talker.id))
        lines = found.rows(
            "SELECT seq, sender FROM message WHERE conversation_id = :here ORDER BY seq"
        )
        turns = found.rows("SELECT seq, status, event FROM turn WHERE conversation_id = :here")
        unanswered = found.rows(
            "SELECT turn_id FROM turn WHERE conversation_id = :here AND turn_id NOT IN "
            "(SELECT turn_id FROM message WHERE conversation_id = :here AND sender = 'bot' "
            "AND turn_id IS NOT NULL)"
        )
        last = found.rows("SELECT last_seq FROM conversation WHERE id = :here")
        whole = is_whole(connection)
    engine.dispose()

    assert [seq for seq, _ in lines] == list(range(1, len(lines) + 1))
    assert last == [(len(lines),)]
    said = sorted(seq for seq, sender in lines if sender == "person")
    assert sorted(seq for seq, _, event in turns if event is None) == said
    assert {status for _, status, _ in turns} == {"answered"}
    assert unanswered == []
    assert whole


def is_whole(connection: Connection) -> bool:
    """Tell whether SQLite finds its file whole. PostgreSQL has no such question."""
    if connection.dialect.name != "sqlite":
        return True
    return bool(connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok")
