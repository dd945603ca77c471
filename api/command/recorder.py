"""What applying a command needs: the conversation, its vault, and the message that it came from."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.command.schemas import Provenance, Speaker
from api.errors import CommandRefused
from api.models import Conversation, Message, Outcome
from api.vault.vault import Vault


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

    def outcome_ids(self) -> list[UUID]:
        mine = Outcome.conversation_id == self.conversation.id
        return list(self.session.scalars(select(Outcome.id).where(mine)))

    def outcome(self, outcome_id: UUID) -> Outcome:
        """Return an outcome of this conversation. Raises CommandRefused."""
        outcome = self.session.get(Outcome, outcome_id)
        if outcome is None or outcome.conversation_id != self.conversation.id:
            raise CommandRefused("There is no such outcome in this conversation.")
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
        raise CommandRefused("What is to be recorded was not said in this conversation.")
