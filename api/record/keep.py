"""What a person may take away: what they want, what they told, and the cards they
sorted, in their own words.

Never a differing view, never the other side's words, and no note that a practitioner reads.
"""

from dataclasses import dataclass
from uuid import UUID

from api.card.schemas import CardOut
from api.chat.repository import ChatRepository
from api.chat.sides import must_be_theirs, shown
from api.record.open import RecordOpener
from api.record.repository import RecordRepository
from api.record.schemas import OutcomeOut, StatementOut
from api.turn.service import Turns, found
from api.vault.vault import open_vault

LAST = 10_000  # a wish that was given no place comes after those that were


@dataclass(frozen=True)
class Wish:
    text: str
    deeper: str | None


@dataclass(frozen=True)
class Kept:
    wishes: list[Wish]
    told: list[str]
    cards: list[CardOut]


def to_keep(turns: Turns, conversation_id: UUID) -> Kept:
    """Return the words of the side that writes now. Raises NotAllowed for any but the adult's
    side, where two have written."""
    with turns.reading() as session:
        chat = ChatRepository(session)
        conversation = found(chat.get(conversation_id))
        must_be_theirs(conversation)
        theirs = {message.seq for message in shown(chat, conversation)}
        vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
        record = RecordOpener(RecordRepository(session), vault, conversation).whole()
    return Kept(
        wishes=_wishes(record.outcomes, theirs),
        told=_told(record.statements, theirs),
        cards=[card for card in record.cards if card.turn_seq in theirs],
    )


def _wishes(outcomes: list[OutcomeOut], theirs: set[int]) -> list[Wish]:
    standing = [
        outcome
        for outcome in outcomes
        if outcome.status == "active"
        and all(version.turn_seq in theirs for version in outcome.versions)
    ]
    standing.sort(key=lambda outcome: outcome.rank or LAST)
    return [Wish(text=outcome.text, deeper=outcome.deeper) for outcome in standing]


def _told(statements: list[StatementOut], theirs: set[int]) -> list[str]:
    ordered = sorted(statements, key=lambda statement: statement.turn_seq)
    return [one.text for one in ordered if one.turn_seq in theirs]
