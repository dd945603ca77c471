"""A card's face and caption, sealed with the conversation's own key."""

from collections.abc import Iterable

from api.card.schemas import CardIn, CardOut
from api.core.cards import THEMES
from api.models import Card
from api.vault.vault import Vault


def seal(vault: Vault, row: Card, given: CardIn) -> None:
    row.words = vault.seal_json(given.model_dump(), _where(row))


def opened(vault: Vault, row: Card) -> CardOut:
    given = CardIn.model_validate(vault.open_json(row.words, _where(row)))
    return CardOut.model_validate(
        {
            "theme": row.theme,
            "face": given.face,
            "caption": given.caption,
            "said_by": row.said_by,
            "provenance": row.provenance,
            "turn_seq": row.turn_seq,
            "at": row.at,
        }
    )


def in_order(cards: Iterable[CardOut]) -> list[CardOut]:
    """Return the cards as they lie on the page, and two sides' of one theme by their time."""
    return sorted(cards, key=lambda card: (THEMES.index(card.theme), card.at))


def _where(row: Card) -> str:
    return f"card.words:{row.id}"
