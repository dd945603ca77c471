"""A card's face and caption, sealed with the conversation's own key."""

from collections.abc import Iterable

from api.card.schemas import CardIn, CardOut
from api.core.cards import THEMES
from api.models import Card, Conversation
from api.vault.vault import Vault

UNKNOWN = "unknown"


def speaker(conversation: Conversation) -> tuple[str, str]:
    """Return who sorts the cards and whose words they are: unknown until somebody has said so."""
    role, whose = conversation.role, conversation.whose_words
    if role is None:
        return UNKNOWN, UNKNOWN
    if role == "adult" or whose == "verbatim":
        return "adult", "verbatim"
    return role, whose or "reported"


def seal(vault: Vault, row: Card, given: CardIn) -> None:
    row.words = vault.seal_json(given.model_dump(), _where(row))


def opened(vault: Vault, row: Card, conversation: Conversation) -> CardOut:
    given = CardIn.model_validate(vault.open_json(row.words, _where(row)))
    said_by, provenance = row.said_by, row.provenance
    # Who it is may be said after the cards; it is the same person while no side has taken over.
    if said_by == UNKNOWN and conversation.voice is None:
        said_by, provenance = speaker(conversation)
    return CardOut.model_validate(
        {
            "theme": row.theme,
            "face": given.face,
            "caption": given.caption,
            "said_by": said_by,
            "provenance": provenance,
            "turn_seq": row.turn_seq,
            "at": row.at,
        }
    )


def in_order(cards: Iterable[CardOut]) -> list[CardOut]:
    """Return the cards as they lie on the page, and two sides' of one theme by their time."""
    return sorted(cards, key=lambda card: (THEMES.index(card.theme), card.at))


def _where(row: Card) -> str:
    return f"card.words:{row.id}"
