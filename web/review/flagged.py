"""The words that a flag is about, as they were when it was made, and where in them it is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.access.service import vault_of
from api.db import SessionDep
from api.errors import NotFound
from api.flag.schemas import FlagOut
from api.flag.service import words_of_version
from api.record.router import KeysDep
from web.review.marks import Piece, pieces
from web.review.record import opened


@dataclass(frozen=True)
class Flagged:
    """`words` are those that the flag marks: all of them where it marks no place."""

    words: str
    cut: list[Piece]


def flag_and_words(
    session: SessionDep, keys: KeysDep, user: Any, conversation_id: UUID, flag_id: UUID
) -> tuple[FlagOut, Flagged]:
    """Whoever decides sees all that was said, not the flag's words alone. A wish may have been
    reworded since: its flag is about the words of then. Raises NotFound."""
    _, casework = opened(session, keys, user, conversation_id)
    flag = next((flag for flag in casework.flags if flag.id == flag_id), None)
    if flag is None:
        raise NotFound("flag")
    vault = vault_of(session, keys, conversation_id)
    return flag, flagged(flag, words_of_version(session, vault, conversation_id, flag))


def flagged(flag: FlagOut, text: str) -> Flagged:
    span = {"start": flag.start, "end": flag.end, "kind": flag.kind, "side": "service"}
    marked = text[flag.start : flag.end]
    return Flagged(words=marked or text, cut=pieces(text, [span] if marked else []))
