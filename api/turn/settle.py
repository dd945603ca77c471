"""Keep all that a turn brought: facts, state, replies. Called inside the turn's one transaction."""

from dataclasses import dataclass

from api.chat.repository import ChatRepository
from api.chat.schemas import ChatMessage
from api.chat.sides import NOBODY, OWN
from api.chat.transcript import add_message
from api.command.service import Recorder
from api.models import Turn
from api.told.service import mark_told
from api.turn.body import COME_BACK
from api.turn.bot import BotAnswer, Reply
from api.turn.words import words

ANSWERS = frozenset({"inform", "affirm", "deny", "say_unsure", "skip_question"})


@dataclass
class Settlement:
    """One turn on its way into the record."""

    chat: ChatRepository
    recorder: Recorder
    turn: Turn

    def settle(self, answer: BotAnswer, *, late: bool) -> list[ChatMessage]:
        """Keep what the bot answered and return what is said to the person.

        `late`: the words were typed to a question that is no longer the open one, so they are kept
        aside and never taken as the answer to another. Raises CommandRefused.
        """
        conversation, now = self.recorder.conversation, self.recorder.now
        before = conversation.voice
        if late and answer.intent in ANSWERS:
            self.recorder.keep_aside(self.turn.turn_id)
            said = [Reply(text=words("also_kept"))]
        else:
            self._keep(answer)
            said = answer.messages
        replies = [self._say(reply) for reply in said]
        if self._may_tell_news():
            heard = [reply.text for reply in said]
            mark_told(self.recorder.session, self.recorder.vault, conversation.id, heard, now=now)
        self.turn.status, self.turn.answered_at = "answered", now
        self._belongs_to_a_side(before)
        self.turn.intent, self.turn.asking_after = answer.intent, conversation.asking
        conversation.version += 1
        conversation.changed_at = now
        return replies

    def _belongs_to_a_side(self, before: str | None) -> None:
        """Words that waited stay with the side that typed them, though somebody has come back since
        and has not said who they are."""
        conversation = self.recorder.conversation
        if before != NOBODY or conversation.voice != before or self.turn.voice is None:
            self.turn.voice = conversation.voice
        # Whoever has come back is asked first, whatever was said before and is answered only now.
        if conversation.voice is not None and self._somebody_has_come_back():
            conversation.voice = NOBODY

    def _somebody_has_come_back(self) -> bool:
        waiting = self.chat.waiting(self.recorder.conversation.id)
        return any(turn.event == COME_BACK for turn in waiting)

    def _may_tell_news(self) -> bool:
        """Where two sides have written, what was written for the adult is told only to theirs."""
        voice = self.recorder.conversation.voice
        if voice is None:
            return self.turn.event == COME_BACK
        return self.turn.asking == "role" and voice == OWN

    def _keep(self, answer: BotAnswer) -> None:
        self.recorder.apply(answer.commands)
        conversation = self.recorder.conversation
        conversation.asking = answer.asking
        where = f"conversation.state:{conversation.id}"
        conversation.state = self.recorder.vault.seal_json(answer.state, where)

    def _say(self, reply: Reply) -> ChatMessage:
        message = add_message(
            self.chat,
            self.recorder.vault,
            self.recorder.conversation,
            sender="bot",
            text=reply.text,
            turn_id=self.turn.turn_id,
            now=self.recorder.now,
            kind=reply.kind,
            choices=reply.choices,
            picture=reply.picture,
        )
        said = reply.model_dump() | {"seq": message.seq, "from": "bot"}
        return ChatMessage.model_validate(said)
