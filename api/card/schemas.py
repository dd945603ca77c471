"""One card as a person sorted it."""

from datetime import datetime

from pydantic import BaseModel

from api.core.cards import Face, Theme


class CardIn(BaseModel):
    """No answer and no caption: the card is taken away."""

    face: Face | None = None
    caption: str = ""


class CardOut(BaseModel):
    theme: Theme
    face: Face | None
    caption: str
    said_by: str
    provenance: str
    turn_seq: int  # the last message when it was sorted: it says which side sorted it
    at: datetime
