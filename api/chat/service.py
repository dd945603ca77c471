"""What a person can do with their conversation. Knows no HTTP; raises api.errors."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.chat.codes import hash_code
from api.chat.codes import new_code as make_code
from api.chat.destroy import destroy
from api.chat.register import state_with
from api.chat.repository import ChatRepository
from api.chat.schemas import (
    ConversationOut,
    Deleted,
    Resumed,
    Started,
    TurnIn,
    TurnOut,
)
from api.chat.sides import NOBODY, must_be_theirs, shown
from api.chat.transcript import as_chat
from api.core.tokens import hash_token, new_token
from api.core.words import Problem, problem_with
from api.errors import BadMessage, NotFound, NotSignedIn, OnHold, TooLong
from api.invite import redeem
from api.language.current import words
from api.leftovers import leave_nothing_behind
from api.limits import allow
from api.models import Alert, ChatSession, Conversation
from api.turn.away import danger_waits
from api.turn.body import COME_BACK
from api.turn.locks import one_at_a_time
from api.turn.service import BEGIN, Turns, found
from api.vault.vault import new_vault, open_vault

PROBLEMS: dict[str, Callable[[], BadMessage | TooLong]] = {
    "empty": lambda: BadMessage("empty"),
    "too_long": TooLong,
    "not_text": lambda: BadMessage("not_text"),
}


def refusal(problem: Problem) -> BadMessage | TooLong:
    """Return a new error each time: one that is raised holds the frames it went through, and the
    words in them."""
    return PROBLEMS[problem]()


def start(
    turns: Turns,
    *,
    channel: str = "web",
    invite: str | None = None,
    easy: bool = False,
    client: str = "unknown",
) -> Started:
    """Begin a conversation. It begins even while the bot is away: what is written is kept and
    answered later.

    `invite` is a code that somebody was given. Raises CodeNotGood or TooManyTries, and then
    nothing has begun.
    """
    conversation_id, token, code = uuid4(), new_token(), make_code()
    tries = turns.settings.code_tries
    invited = redeem.hashed(invite, turns.keys, tries=tries, client=client)
    code_hash = hash_code(code, turns.keys)  # slow on purpose, so before the database is held
    now = turns.clock()
    state = state_with(easy=easy)
    conversation = _new_conversation(turns, conversation_id, channel, code_hash, now, state)
    with redeem.refusals_noted(turns.sessions, invited, now), turns.sessions.begin() as session:
        chat = ChatRepository(session)
        chat.add(conversation)
        session.flush()
        chat.add(_new_session(turns, conversation_id, token, now))
        if invited is not None:
            redeem.redeem(session, turns.keys, conversation, invited, now=now)
    turns.happen(conversation_id, uuid4(), BEGIN)
    told = read(turns, conversation_id)
    return Started(
        id=conversation_id,
        token=token,
        return_code=code,
        messages=told.messages,
        asking=told.asking,
    )


def _new_conversation(
    turns: Turns,
    conversation_id: UUID,
    channel: str,
    code_hash: bytes,
    now: datetime,
    state: dict[str, Any],
) -> Conversation:
    vault, wrapped = new_vault(turns.keys, conversation_id)
    return Conversation(
        id=conversation_id,
        channel=channel,
        status="open",
        asking="none",
        started_at=now,
        changed_at=now,
        version=1,
        last_seq=0,
        wrapped_key=wrapped,
        code_hash=code_hash,
        state=vault.seal_json(state, f"conversation.state:{conversation_id}"),
    )


def _new_session(turns: Turns, conversation_id: UUID, token: str, now: datetime) -> ChatSession:
    ends = now + timedelta(hours=turns.settings.chat_session_hours)
    return ChatSession(
        token_hash=hash_token(token), conversation_id=conversation_id, started_at=now, ends_at=ends
    )


def signed_in(turns: Turns, token: str | None) -> UUID:
    """Return the conversation that the token opens. Raises NotSignedIn."""
    if token:
        with turns.reading() as session:
            found_session = ChatRepository(session).chat_session(hash_token(token), turns.clock())
            if found_session is not None:
                return found_session.conversation_id
    raise NotSignedIn("conversation")


def take(turns: Turns, conversation_id: UUID, given: TurnIn) -> TurnOut:
    """Keep what was said and answer it. Raises BadMessage or TooLong, and then nothing was kept."""
    problem = problem_with(given.text, longest=turns.settings.max_message_characters)
    if problem is not None:
        raise refusal(problem)
    replies, asking = turns.take(conversation_id, given.turn_id, given.text, given.seen)
    return TurnOut.model_validate(
        {"turn_id": given.turn_id, "messages": replies, "asking": asking, "saved": True}
    )


def read(turns: Turns, conversation_id: UUID) -> ConversationOut:
    """Return everything said so far, in order; where another side has taken over, its own lines
    only."""
    with turns.reading() as session:
        chat = ChatRepository(session)
        conversation = found(chat.get(conversation_id))
        vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
        return ConversationOut.model_validate(
            {
                "id": conversation.id,
                "messages": as_chat(vault, shown(chat, conversation)),
                "asking": conversation.asking,
                "waiting": bool(chat.waiting(conversation_id)),
                "voice": conversation.voice,
            }
        )


def resume(turns: Turns, return_code: str, *, client: str) -> Resumed:
    """Open a conversation again with its return code. Raises NotFound, or TooManyTries.

    An unknown code takes as long as a known one, and says no more than that it was not found.
    """
    allow(turns.settings.code_tries, "return_code", client)
    code_hash = hash_code(return_code[:500], turns.keys)
    with turns.reading() as session:
        conversation_id = ChatRepository(session).id_by_code(code_hash)
    if conversation_id is None:
        raise NotFound("return_code")
    token = new_token()
    with one_at_a_time(conversation_id), turns.sessions.begin() as session:
        # What is being said right now is answered first, as that of whoever says it.
        _come_back(turns, session, conversation_id, code_hash, token)
    turns.happen(conversation_id, uuid4(), COME_BACK)
    told = read(turns, conversation_id)
    return Resumed(id=conversation_id, token=token, messages=told.messages, asking=told.asking)


def _come_back(
    turns: Turns, session: Session, conversation_id: UUID, code_hash: bytes, token: str
) -> None:
    chat = ChatRepository(session)
    conversation = chat.get(conversation_id)
    if conversation is None or conversation.code_hash != code_hash:
        raise NotFound("return_code")
    chat.add(_new_session(turns, conversation_id, token, turns.clock()))
    if conversation.voice is not None:  # two sides know the code: they say first who they are
        conversation.voice = NOBODY
        conversation.version += 1  # another process, in the middle of a turn, looks again


def new_code(turns: Turns, conversation_id: UUID) -> str:
    """Return a new return code; the one before opens nothing any more. Raises NotAllowed."""
    code = make_code()
    code_hash = hash_code(code, turns.keys)
    with turns.sessions.begin() as session:
        conversation = found(ChatRepository(session).get(conversation_id))
        must_be_theirs(conversation)
        conversation.code_hash = code_hash
    return code


def leave(turns: Turns, token: str | None) -> None:
    """End this page's session. Harmless for a token that is not known."""
    if token:
        with turns.sessions.begin() as session:
            ChatRepository(session).end_session(hash_token(token))


def erase(turns: Turns, conversation_id: UUID) -> Deleted:
    """Erase the conversation, or say plainly what must be kept and why. Raises NotAllowed.

    Where somebody may be in danger the council has a duty to look into it (Care Act 2014, section
    42), so what was said stays; so it does while a legal hold stands. The page is signed out all
    the same.
    """
    # What is being said right now is answered first: it may tell of danger.
    with one_at_a_time(conversation_id), turns.sessions.begin() as session:
        chat = ChatRepository(session)
        conversation = found(chat.get(conversation_id))
        must_be_theirs(conversation)
        write_audit(session, "adult", "asked_to_erase", str(conversation_id), turns.clock())
        said = words().api.erasing
        if _has_alert(session, conversation_id) or danger_waits(turns, chat, conversation):
            chat.end_sessions(conversation_id)
            return Deleted(erased=False, kept=said.kept, message=said.must_keep)
        try:
            destroy(session, conversation)
        except OnHold:
            chat.end_sessions(conversation_id)
            return Deleted(erased=False, kept=said.kept_by_law, message=said.must_keep_by_law)
    leave_nothing_behind(turns.sessions)
    return Deleted(erased=True, message=said.done)


def _has_alert(session: Session, conversation_id: UUID) -> bool:
    danger = (Alert.conversation_id == conversation_id, Alert.kind != "wants_a_person")
    return session.query(Alert.id).filter(*danger).first() is not None
