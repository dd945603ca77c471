"""What a storm is proved by sees what it is there to see: on a database that is altered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from api.models import Conversation, Message, Statement, Turn
from api.turn.bot import Reply
from api.turn.service import Turns
from api.turn.words import words as said_by_site
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault
from tests.builders import FakeBot, a_statement, an_answer
from tests.faults.storm.people import Said, Talk
from tests.faults.storm.proof import examine

ANSWERS = (
    ("happened", "happened", "My neighbour takes my money, 1 pounds"),
    ("feelings", "feeling", "I get cross about it, 2 times"),
)


@pytest.fixture
def talk(client: TestClient, bot: FakeBot) -> Talk:
    """Two answers, both acknowledged, each with its fact."""
    begun = client.post("/chat/conversations", json={"channel": "web"}).json()
    talk, headers = Talk(UUID(begun["id"])), {"Authorization": f"Bearer {begun['token']}"}
    for asking, kind, words in ANSWERS:
        said = Said(uuid4(), words, asking)
        bot.answers.append(an_answer(commands=[a_statement(words, kind=kind)]))
        body = {"turn_id": str(said.turn_id), "text": words}
        client.post(f"/chat/conversations/{talk.id}/turns", json=body, headers=headers)
        talk.said.append(Said(said.turn_id, words, asking, acknowledged=True))
    return talk


@pytest.fixture
def record(talk: Talk, sessions: sessionmaker[Session], keys: KeyRing) -> "Record":
    return Record(talk, sessions, keys)


class Record:
    """The conversation in the database, to be altered and then looked at."""

    session: Session
    vault: Vault

    def __init__(self, talk: Talk, sessions: sessionmaker[Session], keys: KeyRing) -> None:
        self.talk, self.sessions, self.keys = talk, sessions, keys

    @contextmanager
    def altered(self) -> Iterator[None]:
        with self.sessions.begin() as self.session:
            wrapped = self.conversation.wrapped_key
            self.vault = open_vault(self.keys, self.talk.id, wrapped)
            yield

    @property
    def found(self) -> set[str]:
        """The names of all findings that there are."""
        findings = examine(str(self.sessions.kw["bind"].url), self.keys, [self.talk])
        lists = {one.name: getattr(findings, one.name) for one in fields(findings)}
        return {name for name, found in lists.items() if found}

    @property
    def conversation(self) -> Conversation:
        return self.session.get_one(Conversation, self.talk.id)

    def turn(self, which: int) -> Turn:
        return self.session.get_one(Turn, (self.talk.id, self.talk.said[which].turn_id))

    def line(self, which: int, sender: str = "person") -> Message:
        mine = (Message.turn_id == self.talk.said[which].turn_id, Message.sender == sender)
        return self.session.scalars(select(Message).where(*mine)).one()

    def fact(self, which: int) -> Statement:
        here = Statement.turn_seq == self.turn(which).seq
        return self.session.scalars(select(Statement).where(here)).one()

    def write(self, line: Message, text: str) -> None:
        line.words = self.vault.seal(text, f"message.words:{self.talk.id}:{line.seq}")

    def add_like(self, line: Message, text: str, **changes: Any) -> None:
        """Add a line at the end, like another but for its words and the changes."""
        self.conversation.last_seq += 1
        kept = {c.key: getattr(line, c.key) for c in Message.__table__.columns if c.key != "id"}
        more = Message(**kept | {"seq": self.conversation.last_seq} | changes)
        self.write(more, text)
        self.session.add(more)


def test_a_whole_conversation_is_found_whole(record: Record) -> None:
    assert record.found == set()


def test_a_message_that_is_gone_with_all_that_came_of_it_is_lost(record: Record) -> None:
    with record.altered():
        conversation, turn = record.conversation, record.turn(1)
        conversation.last_seq = turn.seq - 1
        record.session.delete(record.fact(1))
        record.session.execute(delete(Message).where(Message.turn_id == turn.turn_id))
        record.session.delete(turn)

    assert record.found == {"lost"}


def test_a_conversation_that_is_gone_is_lost(record: Record) -> None:
    with record.altered():
        record.session.execute(delete(Conversation))

    assert record.found == {"lost"}


def test_a_message_with_other_words_is_lost(record: Record) -> None:
    with record.altered():
        record.write(record.line(0), "Something else")

    assert record.found == {"lost"}


def test_messages_that_changed_places_are_out_of_order(record: Record) -> None:
    """With their words, their turns and what is recorded of them, so that nothing else is wrong."""
    with record.altered():
        lines = [record.line(which) for which in (0, 1)]
        kept = [record.turn(which) for which in (0, 1)]
        facts = [record.fact(which) for which in (0, 1)]
        for here, there in ((0, 1), (1, 0)):
            lines[here].turn_id = record.talk.said[there].turn_id
            record.write(lines[here], record.talk.said[there].text)
            kept[there].seq = facts[there].turn_seq = lines[here].seq

    assert record.found == {"out_of_order"}


def test_a_message_that_is_there_twice_is_doubled(record: Record) -> None:
    with record.altered():
        record.add_like(record.line(1), record.talk.said[1].text)

    assert record.found == {"doubled"}


def test_a_message_that_nobody_said_is_doubled(record: Record) -> None:
    with record.altered():
        record.add_like(record.line(1), "Something else", turn_id=uuid4())

    assert record.found == {"doubled"}


@pytest.mark.parametrize("later", [0, 1], ids=["same moment", "later"])
def test_an_answer_that_is_there_twice_is_doubled(record: Record, later: int) -> None:
    with record.altered():
        line = record.line(1, "bot")
        record.add_like(line, "Thank you.", at=line.at + timedelta(seconds=later))

    assert record.found == {"doubled"}


def test_a_second_answer_in_other_words_is_doubled(record: Record) -> None:
    with record.altered():
        line = record.line(1, "bot")
        record.add_like(line, "How do you feel?", at=line.at + timedelta(milliseconds=1))

    assert record.found == {"doubled"}


def test_a_second_question_in_one_answer_is_doubled(record: Record) -> None:
    with record.altered():
        record.line(1, "bot").kind = "ask"
        record.add_like(record.line(1, "bot"), "How do you feel?")

    assert record.found == {"doubled"}


def test_a_second_notice_that_words_are_kept_is_doubled(record: Record) -> None:
    with record.altered():
        line = record.line(1, "bot")
        for seconds in (1, 2):
            at = line.at + timedelta(seconds=seconds)
            record.add_like(line, said_by_site("kept"), at=at)

    assert record.found == {"doubled"}


def test_an_answer_of_several_lines_after_its_notice_is_one(
    record: Record, turns: Turns, bot: FakeBot
) -> None:
    said = Said(uuid4(), "yes", "", acknowledged=True)
    bot.away = True
    turns.take(record.talk.id, said.turn_id, said.text)
    bot.away = False
    lines = [Reply(text="Thank you."), Reply(text="How do you feel?", kind="ask")]
    bot.answers.append(an_answer(messages=lines))
    turns.answer_waiting(record.talk.id)
    record.talk.said.append(said)

    assert record.found == set()


def test_a_missing_line_is_half_written(record: Record) -> None:
    with record.altered():
        record.conversation.last_seq += 1

    assert record.found == {"half_written"}


def test_a_turn_without_its_answer_is_half_written(record: Record) -> None:
    with record.altered():
        record.line(1, "bot").turn_id = None

    assert record.found == {"half_written"}


def test_a_turn_that_still_waits_is_half_written(record: Record) -> None:
    with record.altered():
        record.turn(1).status = "waiting"

    assert record.found == {"half_written"}


def test_a_lost_fact_is_not_recorded(record: Record) -> None:
    with record.altered():
        record.session.delete(record.fact(0))

    assert record.found == {"not_recorded"}


def test_a_doubled_fact_is_not_recorded_as_it_should_be(record: Record) -> None:
    with record.altered():
        one, more = record.fact(0), uuid4()
        words = record.vault.seal(record.talk.said[0].text, f"statement.words:{more}")
        kept = {c.key: getattr(one, c.key) for c in Statement.__table__.columns}
        record.session.add(Statement(**kept | {"id": more, "words": words}))

    assert record.found == {"not_recorded"}


def test_a_fact_of_another_kind_is_not_recorded(record: Record) -> None:
    with record.altered():
        record.fact(0).kind = "matters"

    assert record.found == {"not_recorded"}
