"""A turn: keep the words, ask the bot, and commit words, facts, state and replies together.

The person's message is committed before the bot is asked. What the bot answers is committed in one transaction, or not
at all; until then the turn waits, and it can be sent again by anyone at any time (docs/decisions/0003).
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from api.chat.repository import ChatRepository
from api.chat.schemas import ChatMessage
from api.chat.transcript import add_message, as_chat, words_of
from api.command.service import Recorder
from api.core.clock import utc_now
from api.errors import CommandRefused, Conflict, NotFound
from api.models import Conversation, Turn
from api.settings import Settings
from api.turn.away import given_up, say_kept
from api.turn.bot import Bot, BotAnswer, BotUnavailable
from api.turn.locks import one_at_a_time
from api.turn.words import words
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault

logger = logging.getLogger(__name__)

BEGIN, COME_BACK = "begin", "come_back"
ANSWERS = frozenset({"inform", "affirm", "deny", "say_unsure", "skip_question"})


class Clock(Protocol):
    def __call__(self) -> datetime: ...


@dataclass(frozen=True)
class Turns:
    """What taking a turn needs. One for each process."""

    sessions: sessionmaker[Session]
    keys: KeyRing
    bot: Bot
    settings: Settings
    clock: Clock = utc_now

    def take(self, conversation_id: UUID, turn_id: UUID, text: str) -> tuple[list[ChatMessage], str]:
        """Keep the words and answer them; return the replies and the question now open.

        The same `turn_id` again gives the same replies and keeps nothing twice. Where the bot is away the reply says
        that the words are kept. Raises NotFound, or a database error where nothing could be kept.
        """
        with one_at_a_time(conversation_id):
            if not self._is_answered(conversation_id, turn_id):
                self._keep(conversation_id, turn_id, text)
                self._answer_waiting(conversation_id)
            return self._replies(conversation_id, turn_id)

    def happen(self, conversation_id: UUID, turn_id: UUID, event: str) -> None:
        """Run a turn that nobody typed: the beginning, or coming back."""
        with one_at_a_time(conversation_id):
            with self.sessions.begin() as session:
                chat = ChatRepository(session)
                conversation = found(chat.get(conversation_id))
                conversation.version += 1
                chat.add(self._waiting_turn(conversation, turn_id, event))
            self._answer_waiting(conversation_id)

    def answer_waiting(self, conversation_id: UUID) -> bool:
        """Answer what is kept and waiting; return whether nothing waits any more."""
        with one_at_a_time(conversation_id):
            return self._answer_waiting(conversation_id)

    def _is_answered(self, conversation_id: UUID, turn_id: UUID) -> bool:
        with self.sessions.begin() as session:
            turn = ChatRepository(session).turn(conversation_id, turn_id)
            return turn is not None and turn.status == "answered"

    def _keep(self, conversation_id: UUID, turn_id: UUID, text: str) -> None:
        with self.sessions.begin() as session:
            chat = ChatRepository(session)
            if chat.turn(conversation_id, turn_id) is not None:
                return
            conversation = found(chat.get(conversation_id))
            vault = self._vault(conversation)
            conversation.version += 1
            conversation.changed_at = self.clock()
            add_message(
                chat, vault, conversation, sender="person", text=text, turn_id=turn_id, now=self.clock()
            )
            chat.add(self._waiting_turn(conversation, turn_id, None))

    def _waiting_turn(self, conversation: Conversation, turn_id: UUID, event: str | None) -> Turn:
        return Turn(
            conversation_id=conversation.id,
            turn_id=turn_id,
            seq=conversation.last_seq,
            event=event,
            status="waiting",
            asking=conversation.asking,
            at=self.clock(),
        )

    def _answer_waiting(self, conversation_id: UUID) -> bool:
        while True:
            with self.sessions.begin() as session:
                chat = ChatRepository(session)
                waiting = chat.waiting(conversation_id)
                if not waiting:
                    return True
                turn, conversation = waiting[0], found(chat.get(conversation_id))
                vault = self._vault(conversation)
                version = conversation.version
                message = None if turn.event else chat.message(conversation_id, turn.seq)
                text = words_of(vault, message) if message else ""
                late = turn.event is None and turn.asking != conversation.asking
                body = self._body(conversation, vault, turn, text)
            try:
                answer = self.bot.turn(body)
                self._commit(conversation_id, turn.turn_id, version, text, answer, late=late)
            except (BotUnavailable, CommandRefused) as failed:
                logger.warning("turn %s waits: %s", turn.turn_id, type(failed).__name__)
                if given_up(self, conversation_id, turn.turn_id):
                    continue  # the words are kept aside, and the conversation goes on without an answer to them
                for unanswered in waiting:
                    say_kept(self, conversation_id, unanswered.turn_id)
                return False
            except Conflict:
                continue  # another process took a turn in between: run on the fresh state

    def _body(
        self, conversation: Conversation, vault: Vault, turn: Turn, text: str
    ) -> dict[str, Any]:
        lines = [f"{line.name} {line.number} {line.when}".strip() for line in self.settings.help_lines]
        return {
            "sender": str(conversation.id),
            "turn_id": str(turn.turn_id),
            "words": text,
            "event": turn.event,
            "asking": conversation.asking,
            "state": vault.open_json(conversation.state, f"conversation.state:{conversation.id}"),
            "settings": {"core_help_lines": "; ".join(lines)} if lines else {},
        }

    def _commit(
        self,
        conversation_id: UUID,
        turn_id: UUID,
        version: int,
        text: str,
        answer: BotAnswer,
        *,
        late: bool,
    ) -> None:
        """Keep all that the turn brought, at once. Raises Conflict where the conversation has moved on since."""
        with self.sessions.begin() as session:
            chat = ChatRepository(session)
            conversation = found(chat.get(conversation_id))
            turn = chat.turn(conversation_id, turn_id)
            if turn is None or turn.status == "answered" or conversation.version != version:
                raise Conflict
            vault, now = self._vault(conversation), self.clock()
            if late and answer.intent in ANSWERS:
                self._keep_late(chat, vault, conversation, turn, text, session)
            else:
                recorder = Recorder(session, vault, conversation, turn.seq, text, now)
                recorder.apply(answer.commands)
                self._keep_answer(chat, vault, conversation, turn, answer)
            turn.status, turn.answered_at, turn.intent = "answered", now, answer.intent
            turn.asking_after = conversation.asking
            conversation.version += 1
            conversation.changed_at = now

    def _keep_answer(
        self,
        chat: ChatRepository,
        vault: Vault,
        conversation: Conversation,
        turn: Turn,
        answer: BotAnswer,
    ) -> None:
        conversation.asking = answer.asking
        where = f"conversation.state:{conversation.id}"
        conversation.state = vault.seal_json(answer.state, where)
        for reply in answer.messages:
            add_message(
                chat,
                vault,
                conversation,
                sender="bot",
                text=reply.text,
                turn_id=turn.turn_id,
                now=self.clock(),
                kind=reply.kind,
                choices=reply.choices,
            )

    def _keep_late(
        self,
        chat: ChatRepository,
        vault: Vault,
        conversation: Conversation,
        turn: Turn,
        text: str,
        session: Session,
    ) -> None:
        """Keep words typed to a question that is no longer the open one: never as the answer to another."""
        recorder = Recorder(session, vault, conversation, turn.seq, text, self.clock())
        recorder.keep_aside(turn.turn_id)
        add_message(
            chat,
            vault,
            conversation,
            sender="bot",
            text=words("also_kept"),
            turn_id=turn.turn_id,
            now=self.clock(),
        )

    def _replies(self, conversation_id: UUID, turn_id: UUID) -> tuple[list[ChatMessage], str]:
        with self.sessions.begin() as session:
            chat = ChatRepository(session)
            conversation = found(chat.get(conversation_id))
            turn = chat.turn(conversation_id, turn_id)
            replies = as_chat(self._vault(conversation), chat.replies(conversation_id, turn_id))
            asking = (turn.asking_after if turn else None) or conversation.asking
            return replies, asking

    def _vault(self, conversation: Conversation) -> Vault:
        return open_vault(self.keys, conversation.id, conversation.wrapped_key)


def found(conversation: Conversation | None) -> Conversation:
    if conversation is None:
        raise NotFound("That conversation is not here any more.")
    return conversation


def waiting_conversations(sessions: sessionmaker[Session]) -> Sequence[UUID]:
    with sessions.begin() as session:
        return ChatRepository(session).conversations_waiting()
