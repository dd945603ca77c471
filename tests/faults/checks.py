"""What must be true whatever broke: read from the database file, not from the program."""

import sqlite3
from typing import Any

from api.turn.words import words
from tests.stack import Stack
from tests.talker import Talker

KEPT = words("kept")


def typed(seen: dict[str, Any]) -> list[str]:
    return [line["text"] for line in seen["messages"] if line["from"] == "person"]


def nothing_is_half_written(stack: Stack, talker: Talker) -> None:
    """Every line has its place, every turn its answer, and the file is whole."""
    here = talker.id.replace("-", "")
    with sqlite3.connect(f"file:{stack.database}?mode=ro", uri=True) as database:

        def rows(query: str) -> list[Any]:
            return database.execute(query, {"here": here} if ":here" in query else {}).fetchall()

        lines = rows("SELECT seq, sender FROM message WHERE conversation_id = :here ORDER BY seq")
        turns = rows("SELECT seq, status, event FROM turn WHERE conversation_id = :here")
        unanswered = rows(
            "SELECT turn_id FROM turn WHERE conversation_id = :here AND turn_id NOT IN "
            "(SELECT turn_id FROM message WHERE conversation_id = :here AND sender = 'bot')"
        )
        last = rows("SELECT last_seq FROM conversation WHERE id = :here")
        whole = rows("PRAGMA integrity_check")
    database.close()

    assert [seq for seq, _ in lines] == list(range(1, len(lines) + 1))
    assert last == [(len(lines),)]
    said = sorted(seq for seq, sender in lines if sender == "person")
    assert sorted(seq for seq, _, event in turns if event is None) == said
    assert {status for _, status, _ in turns} == {"answered"}
    assert unanswered == []
    assert whole == [("ok",)]
