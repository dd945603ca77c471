"""A conversation in which something was said, and a recorder that is at its turn."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from api.chat.repository import ChatRepository
from api.chat.schemas import Started
from api.command.schemas import COMMANDS
from api.command.service import Recorder
from api.core.clock import utc_now
from api.models import Turn
from api.turn.service import Turns
from api.vault.vault import open_vault
from tests.api.talk import record, say
from tests.builders import an_outcome

SAID = "I want to go home. My son says I must not. Ring me on Mondays."


@dataclass
class Talk:
    turns: Turns
    started: Started
    turn_id: UUID

    def apply(self, *commands: dict[str, Any], at: UUID | None = None) -> None:
        """Apply commands as a turn's own; each call is a transaction."""
        with self.turns.sessions.begin() as session:
            self._recorder(session, at or self.turn_id).apply(
                COMMANDS.validate_python(list(commands))
            )

    def _recorder(self, session: Session, turn_id: UUID) -> Recorder:
        conversation = ChatRepository(session).get(self.started.id)
        turn = session.get(Turn, (self.started.id, turn_id))
        assert conversation is not None
        assert turn is not None
        vault = open_vault(self.turns.keys, conversation.id, conversation.wrapped_key)
        return Recorder(session, vault, conversation, turn.seq, "", utc_now())

    def say(self, text: str) -> UUID:
        return say(self.turns, self.started, text).turn_id

    @property
    def record(self) -> dict[str, Any]:
        return record(self.turns, self.started)


@pytest.fixture
def talk(turns: Turns, started: Started) -> Talk:
    return Talk(turns, started, say(turns, started, SAID).turn_id)


ONE, TWO = str(uuid4()), str(uuid4())


def outcome(text: str = "go home", id: str = ONE, **changes: Any) -> dict[str, Any]:  # noqa: A002  the command's own field
    return an_outcome(text, id=id, **changes)
