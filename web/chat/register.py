"""Words of the pages in the register that somebody chose: usual, or Easy."""

from uuid import UUID

from api.chat.register import easy_words
from api.turn.service import Turns
from web.wording import Words


def in_register(turns: Turns, conversation_id: UUID, both: Words) -> Words:
    """Return the half of `both`, which has "usual" and "easy"."""
    said: Words = both["easy" if easy_words(turns, conversation_id) else "usual"]
    return said
