"""What a page of the conversation shows, for the template and for the page's own script alike."""

from collections.abc import Sequence
from uuid import uuid4

from pydantic import BaseModel

from api.chat.schemas import ChatMessage, Choice, ConversationOut
from api.chat.sides import is_apart
from api.language.shelf import english
from web.chat.heard import Line, heard


class Update(BaseModel):
    """What the page does not show yet, and what can be answered now."""

    messages: list[Line]
    choices: list[Choice]
    question: str
    waiting: bool = False
    closed: bool = False
    again: bool = False  # another side writes now: the page is to be laid anew, with its lines only
    apart: bool = False  # family have taken over: neither the return code nor erasing is theirs
    turn_id: str
    last: int = 0  # the last message of all, whether the page showed it before or not


def update_from(conversation: ConversationOut, *, after: int = 0, closed: bool = False) -> Update:
    """Return all that was said after message `after`; nothing where the page is to close."""
    said = [] if closed else heard(conversation.messages)
    open_now = since_the_person(said)
    return Update(
        messages=[message for message in said if message.seq > after],
        choices=choices_in(open_now),
        question=question_in(open_now),
        waiting=conversation.waiting and not closed,
        closed=closed,
        again=bool(after) and conversation.voice is not None and not shows(said, after),
        apart=is_apart(conversation.voice),
        turn_id=str(uuid4()),
        last=said[-1].seq if said else 0,
    )


def shows(messages: Sequence[ChatMessage], seq: int) -> bool:
    return any(message.seq == seq for message in messages)


def since_the_person(messages: Sequence[Line]) -> Sequence[Line]:
    """Return what the bot has said since the person last spoke."""
    last = max((n for n, message in enumerate(messages) if message.sender == "person"), default=-1)
    return messages[last + 1 :]


def choices_in(messages: Sequence[ChatMessage]) -> list[Choice]:
    """Return what can be picked now, without the helps that are on the page at every question."""
    offered = next((message.choices for message in reversed(messages) if message.choices), [])
    always = english().words.helps.always
    return [choice for choice in offered if choice.value not in always]


def question_in(messages: Sequence[ChatMessage]) -> str:
    """Return the line that the choices answer."""
    asked = next((message.text for message in reversed(messages) if message.choices), "")
    return asked.splitlines()[-1] if asked.strip() else ""


def paragraphs(message: ChatMessage) -> list[str]:
    """One for each line the bot says; a person's words stay one piece, exactly as typed."""
    if message.sender == "person":
        return [message.text]
    return [line for line in message.text.split("\n") if line.strip()]
