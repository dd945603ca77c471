"""A turn: keep the words, ask the bot, and commit words, facts, state and replies together.

The person's message is committed before the bot is asked. What the bot answers is committed in one
transaction, or not at all; until then the turn waits, and it can be sent again by anyone at any
time (docs/decisions/0003).
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

import structlog
from sqlalchemy.orm import Session, sessionmaker

from api.chat.repository import ChatRepository
from api.chat.schemas import ChatMessage
from api.chat.transcript import add_message, as_chat, words_of
from api.command.service import Recorder
from api.core.clock import utc_now
from api.db import for_reading
from api.errors import CommandRefused, Conflict, NotFound, OtherWords
from api.models import Conversation, Turn
from api.settings import Settings
from api.turn.away import given_up, say_kept
from api.turn.body import body_for
from api.turn.bot import Bot, BotAnswer, BotUnavailable
from api.turn.locks import one_at_a_time
from api.turn.patience import BotHangs
from api.turn.settle import Settlement
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault

log = structlog.get_logger(__name__)

# Puts words on disk while the bot reads them. One writes at a time: more threads would only wait.
KEEPERS = ThreadPoolExecutor(max_workers=40, thread_name_prefix="keeper")

BEGIN = "begin"


class Clock(Protocol):
    def __call__(self) -> datetime: ...


@dataclass(frozen=True)
class Looked:
    """What is known of a turn as it comes; and, where it is new and none waits before it, what to
    ask the bot. `voice` is the side that writes."""

    known: str | None
    body: dict[str, Any] | None
    version: int
    voice: str | None


@dataclass(frozen=True)
class Turns:
    """What taking a turn needs. One for each process."""

    sessions: sessionmaker[Session]
    keys: KeyRing
    bot: Bot
    settings: Settings
    clock: Clock = utc_now

    def take(
        self, conversation_id: UUID, turn_id: UUID, text: str, seen: int | None = None
    ) -> tuple[list[ChatMessage], str]:
        """Keep the words and answer them; return the replies and the question now open.

        The same `turn_id` again gives the same replies and keeps nothing twice. Where the bot is
        away the reply says that the words are kept. Words from a page that had not `seen` the last
        message answer no question that it did not show. Raises NotFound, or a database error where
        nothing could be kept.
        """
        with one_at_a_time(conversation_id):
            looked = self._look(conversation_id, turn_id, text, seen)
            if looked.body is not None:
                return self._take_at_once(conversation_id, turn_id, text, looked)
            if looked.known != "answered":
                self._keep(conversation_id, turn_id, text, looked.voice, seen)
                self._answer_waiting(conversation_id)
            return self._replies(conversation_id, turn_id)

    def _look(self, conversation_id: UUID, turn_id: UUID, text: str, seen: int | None) -> Looked:
        with self.reading() as session:
            chat = ChatRepository(session)
            conversation = found(chat.get(conversation_id))
            turn = chat.turn(conversation_id, turn_id)
            self._must_be_the_same(chat, conversation, turn, text)
            behind = _is_behind(conversation, seen)
            voice, version = conversation.voice, conversation.version
            if turn is not None or behind or chat.waiting(conversation_id):
                return Looked(turn.status if turn else None, None, version, voice)
            vault = self._vault(conversation)
            fresh = self._waiting_turn(conversation, turn_id, None)
            body = body_for(session, self.settings, vault, conversation, fresh, text)
            return Looked(None, body, version, voice)

    def _take_at_once(
        self, conversation_id: UUID, turn_id: UUID, text: str, looked: Looked
    ) -> tuple[list[ChatMessage], str]:
        """Keep the words on disk while the bot thinks about them; the answer waits for both."""
        kept = KEEPERS.submit(self._keep, conversation_id, turn_id, text, looked.voice)
        try:
            answer = self.bot.turn(looked.body or {})
            kept.result()
            version = looked.version + 1
            replies = self._commit(conversation_id, turn_id, version, text, answer, late=False)
        except (BotUnavailable, CommandRefused) as failed:
            kept.result()
            self._failed(conversation_id, turn_id, failed, [turn_id])
        except Conflict:
            self._answer_waiting(conversation_id)
        else:
            return replies, answer.asking
        return self._replies(conversation_id, turn_id)

    @cached_property
    def reading(self) -> sessionmaker[Session]:
        """Sessions that only read, and so wait for no writer."""
        engine = for_reading(self.sessions.kw["bind"])
        return sessionmaker(engine, expire_on_commit=False)

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

    def _keep(
        self,
        conversation_id: UUID,
        turn_id: UUID,
        text: str,
        voice: str | None,
        seen: int | None = None,
    ) -> None:
        """Keep the words, of the side that was writing when they came."""
        with self.sessions.begin() as session:
            chat = ChatRepository(session)
            conversation = found(chat.get(conversation_id))
            known = chat.turn(conversation_id, turn_id)
            if known is not None:
                self._must_be_the_same(chat, conversation, known, text)
                return
            vault = self._vault(conversation)
            stale = _is_behind(conversation, seen)
            conversation.version += 1
            conversation.changed_at = self.clock()
            add_message(
                chat,
                vault,
                conversation,
                sender="person",
                text=text,
                turn_id=turn_id,
                now=self.clock(),
            )
            turn = self._waiting_turn(conversation, turn_id, None)
            turn.voice = voice
            if stale:
                turn.stale = True
                turn.asking = chat.asking_at(conversation_id, seen or 0) or turn.asking
            chat.add(turn)

    def _must_be_the_same(
        self, chat: ChatRepository, conversation: Conversation, turn: Turn | None, text: str
    ) -> None:
        """Raise OtherWords where the turn is known with other words than these."""
        if turn is None:
            return
        message = None if turn.event else chat.message(conversation.id, turn.seq)
        if message is None or words_of(self._vault(conversation), message) != text:
            raise OtherWords

    def _waiting_turn(self, conversation: Conversation, turn_id: UUID, event: str | None) -> Turn:
        return Turn(
            conversation_id=conversation.id,
            turn_id=turn_id,
            seq=conversation.last_seq,
            event=event,
            status="waiting",
            asking=conversation.asking,
            voice=conversation.voice,
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
                moved_on = turn.stale or turn.asking != conversation.asking
                late = turn.event is None and moved_on
                body = body_for(session, self.settings, vault, conversation, turn, text)
            try:
                answer = self.bot.turn(body)
                self._commit(conversation_id, turn.turn_id, version, text, answer, late=late)
            except (BotUnavailable, CommandRefused) as failed:
                ids = [unanswered.turn_id for unanswered in waiting]
                if not self._failed(conversation_id, turn.turn_id, failed, ids):
                    return False
            except Conflict:
                continue  # another process took a turn in between: run on the fresh state

    def _failed(
        self, conversation_id: UUID, turn_id: UUID, failed: Exception, waiting: Sequence[UUID]
    ) -> bool:
        """Say that the words are kept; or return True where the turn was set aside and the next
        can be tried."""
        log.warning("turn_waits", turn=str(turn_id), error=type(failed).__name__)
        if not isinstance(failed, BotHangs) and given_up(self, conversation_id, turn_id):
            return True
        for unanswered in waiting:
            say_kept(self, conversation_id, unanswered)
        return False

    def _commit(
        self,
        conversation_id: UUID,
        turn_id: UUID,
        version: int,
        text: str,
        answer: BotAnswer,
        *,
        late: bool,
    ) -> list[ChatMessage]:
        """Keep all that the turn brought, at once, and return what is said to the person.

        Raises Conflict where the conversation has moved on since.
        """
        with self.sessions.begin() as session:
            chat = ChatRepository(session)
            conversation = found(chat.get(conversation_id))
            turn = chat.turn(conversation_id, turn_id)
            if turn is None or turn.status == "answered" or conversation.version != version:
                raise Conflict
            vault = self._vault(conversation)
            recorder = Recorder(session, vault, conversation, turn.seq, text, self.clock())
            return Settlement(chat, recorder, turn).settle(answer, late=late)

    def _replies(self, conversation_id: UUID, turn_id: UUID) -> tuple[list[ChatMessage], str]:
        with self.reading() as session:
            chat = ChatRepository(session)
            conversation = found(chat.get(conversation_id))
            turn = chat.turn(conversation_id, turn_id)
            replies = as_chat(self._vault(conversation), chat.replies(conversation_id, turn_id))
            asking = (turn.asking_after if turn else None) or conversation.asking
            return replies, asking

    def _vault(self, conversation: Conversation) -> Vault:
        return open_vault(self.keys, conversation.id, conversation.wrapped_key)


def _is_behind(conversation: Conversation, seen: int | None) -> bool:
    return seen is not None and conversation.last_seq > seen


def found(conversation: Conversation | None) -> Conversation:
    if conversation is None:
        raise NotFound("conversation_gone")
    return conversation


def waiting_conversations(sessions: sessionmaker[Session]) -> Sequence[UUID]:
    with sessions.begin() as session:
        return ChatRepository(session).conversations_waiting()
