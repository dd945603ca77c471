"""The bot is away: say that the words are kept; and see danger all the same."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid5

from api.chat.repository import ChatRepository
from api.chat.transcript import add_message, words_of
from api.command import schemas
from api.command.service import Recorder
from api.health.service import what_is_down
from api.models import Conversation
from api.turn.words import words
from api.vault.vault import open_vault
from nlp.errors import NlpError
from nlp.reading import read, reader

if TYPE_CHECKING:
    from api.turn.service import Turns

MOST_TRIES = 5  # of a turn while every part of the bot answers its health check


@dataclass(frozen=True)
class Known:
    """What is done about a message that cannot wait for the bot."""

    level: Literal["now", "worrying"]
    kind: str
    says: str  # in words.yml
    closes: bool = False  # every open page of the conversation, at once


SAFETY = {
    "report_danger": Known("now", "danger", "kept_danger"),
    "report_self_harm": Known("now", "self_harm", "kept_self_harm"),
    "not_safe_to_talk": Known("worrying", "not_safe_to_talk", "kept_closed", closes=True),
}


def get_ready() -> None:
    """Load what reads a message, so that whoever is in danger when the bot goes away waits for
    nothing. Takes about a second of the processor and 150 MB."""
    with suppress(NlpError):  # `ownwords check` says why
        reader()


@dataclass(frozen=True)
class Unanswered:
    """A turn that nothing was said to yet. `text` is None where nobody typed it: a beginning."""

    text: str | None
    asking: str  # what it answers, which may be open no longer


def say_kept(turns: "Turns", conversation_id: UUID, turn_id: UUID) -> None:
    """Say once, in the conversation itself, that the words are kept and the answer comes later."""
    unanswered = _unanswered(turns, conversation_id, turn_id)
    if unanswered is None:
        return
    # Before the record is held: nobody else waits while the words are read.
    danger = _danger_in(unanswered)
    with turns.sessions.begin() as session:
        chat = ChatRepository(session)
        conversation, turn = chat.get(conversation_id), chat.turn(conversation_id, turn_id)
        if conversation is None or turn is None or chat.replies(conversation_id, turn_id):
            return
        vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
        kind, text_of_notice = "say", words("not_started" if turn.event == "begin" else "kept")
        if danger is not None and unanswered.text is not None:
            kind, text_of_notice = "safety", words(danger.says)
            recorder = Recorder(
                session, vault, conversation, turn.seq, unanswered.text, turns.clock()
            )
            recorder.apply(alarm_commands(turn_id, danger))
        add_message(
            chat, vault, conversation, sender="bot", text=text_of_notice, turn_id=turn_id,
            now=turns.clock(), kind=kind,
        )  # fmt: skip
        conversation.version += 1


def _unanswered(turns: "Turns", conversation_id: UUID, turn_id: UUID) -> Unanswered | None:
    with turns.reading() as session:
        chat = ChatRepository(session)
        conversation, turn = chat.get(conversation_id), chat.turn(conversation_id, turn_id)
        if conversation is None or turn is None or chat.replies(conversation_id, turn_id):
            return None
        message = None if turn.event else chat.message(conversation_id, turn.seq)
        vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
        return Unanswered(words_of(vault, message) if message else None, turn.asking)


def given_up(turns: "Turns", conversation_id: UUID, turn_id: UUID) -> bool:
    """Set a turn aside that the bot, though it is up, has failed to finish again and again.

    Without this one message that trips over a fault would stop its conversation for good. The
    words stay in the transcript and are recorded aside. Returns False while there is still hope:
    the bot is down, or few tries were made. True also where another process has answered it.
    """
    if what_is_down(turns.settings):
        return False
    with turns.sessions.begin() as session:
        chat = ChatRepository(session)
        conversation, turn = chat.get(conversation_id), chat.turn(conversation_id, turn_id)
        if conversation is None or turn is None:
            return False
        if turn.status == "answered":
            return True
        turn.tries += 1
        if turn.tries < MOST_TRIES:
            return False
        vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
        message = None if turn.event else chat.message(conversation_id, turn.seq)
        if message is not None:
            text = words_of(vault, message)
            Recorder(session, vault, conversation, turn.seq, text, turns.clock()).keep_aside(
                turn_id
            )
        add_message(
            chat, vault, conversation, sender="bot", text=words("set_aside"), turn_id=turn_id,
            now=turns.clock(),
        )  # fmt: skip
        turn.status, turn.answered_at = "answered", turns.clock()
        turn.asking_after = conversation.asking
        conversation.version += 1
        return True


def danger_waits(turns: "Turns", chat: ChatRepository, conversation: Conversation) -> bool:
    """Tell whether words that nobody has answered yet tell of danger: no alert was raised for
    them so far. Where they cannot be read, they may."""
    said = [turn for turn in chat.waiting(conversation.id) if turn.event is None]
    if not said:  # also where the key that would open them is not here
        return False
    vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
    for turn in said:
        message = chat.message(conversation.id, turn.seq)
        try:
            if message and read(words_of(vault, message), turn.asking).intent in SAFETY:
                return True
        except NlpError:
            return True
    return False


def _danger_in(turn: Unanswered) -> Known | None:
    if turn.text is None:
        return None
    try:
        return SAFETY.get(read(turn.text, turn.asking).intent)
    except NlpError:
        # The reader is away too: the plain notice stands, and `ownwords check` says why.
        return None


# As the bot's actions make their ids (bot.actions.turn): once it is back and runs the turn, its
# alert is this one, not a second.
NAMESPACE = UUID("6f6e1c1e-6f77-4e57-8d2a-6f776e776f72")


def alarm_commands(turn_id: UUID, known: Known) -> list[schemas.Command]:
    alert = schemas.RaiseAlert(
        command="raise_alert",
        id=uuid5(NAMESPACE, f"{turn_id}:alert:{known.kind}"),
        level=known.level,
        kind=known.kind,
    )
    closing = schemas.CloseSessions(command="close_sessions")
    return [alert, closing] if known.closes else [alert]
