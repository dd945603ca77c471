"""What applying a command needs: the conversation, its vault, and the message that it came from."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.command.schemas import Provenance, Speaker
from api.errors import CommandRefused
from api.models import (
    Alert,
    Conversation,
    DifferingView,
    Message,
    Need,
    Option,
    Outcome,
    SafetyScale,
    Statement,
)
from api.vault.vault import Vault

T = TypeVar("T", Alert, DifferingView, Need, Option, Outcome, SafetyScale, Statement)


@dataclass
class Context:
    """One turn's place in the record."""

    session: Session
    vault: Vault
    conversation: Conversation
    seq: int  # of the message that the turn answers
    words: str  # of that message; empty where nobody typed one
    now: datetime

    def speaker(self) -> tuple[Speaker, Provenance]:
        """Return who speaks and whose words they are, as far as the conversation has said."""
        role = cast("Speaker", self.conversation.role or "adult")
        whose = self.conversation.whose_words
        if role == "adult" or whose == "verbatim":
            return "adult", "verbatim"
        return role, cast("Provenance", whose or "reported")

    def is_known(self, table: type[T], row_id: UUID) -> bool:
        """Tell whether this was recorded before, by the same turn run twice. Raises CommandRefused
        where the id is another conversation's: what was said here would be lost without a word."""
        row = self.session.get(table, row_id)
        if row is not None and row.conversation_id != self.conversation.id:
            raise CommandRefused("id_taken")
        return row is not None

    def outcome_ids(self) -> list[UUID]:
        mine = Outcome.conversation_id == self.conversation.id
        return list(self.session.scalars(select(Outcome.id).where(mine)))

    def outcome(self, outcome_id: UUID) -> Outcome:
        """Return an outcome of this conversation. Raises CommandRefused."""
        outcome = self.session.get(Outcome, outcome_id)
        if outcome is None or outcome.conversation_id != self.conversation.id:
            raise CommandRefused("outcome")
        return outcome

    def must_have_been_said(self, text: str) -> None:
        """Refuse words that nobody typed: what is recorded stands word for word in a message of
        theirs."""
        if text in self.words:
            return
        mine = (Message.conversation_id == self.conversation.id, Message.sender == "person")
        newest_first = select(Message).where(*mine).order_by(Message.seq.desc())
        for message in self.session.scalars(newest_first):
            where = f"message.words:{self.conversation.id}:{message.seq}"
            if text in self.vault.open(message.words, where):
                return
        raise CommandRefused("words")
