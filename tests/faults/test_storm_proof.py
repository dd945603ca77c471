"""What a storm is proved by sees what it is there to see: on a database that is altered."""

from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Executable, delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from api.models import Message, Statement
from api.vault.keys import KeyRing
from tests.builders import FakeBot, a_statement, an_answer
from tests.faults.storm.people import Said, Talk
from tests.faults.storm.proof import Findings, examine

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
def found(talk: Talk, sessions: sessionmaker[Session], keys: KeyRing) -> "Examined":
    return Examined(talk, sessions, keys)


class Examined:
    """Alter the database by one statement, and see what is found."""

    def __init__(self, talk: Talk, sessions: sessionmaker[Session], keys: KeyRing) -> None:
        self.talk, self.sessions, self.keys = talk, sessions, keys

    def after(self, *changes: Executable) -> Findings:
        with self.sessions.begin() as session:
            for change in changes:
                session.execute(change)
        return examine(str(self.sessions.kw["bind"].url), self.keys, [self.talk])

    def seq(self, which: int) -> int:
        with self.sessions() as session:
            turn = self.talk.said[which].turn_id
            query = select(Message.seq).where(Message.turn_id == turn, Message.sender == "person")
            return session.scalars(query).one()


def test_a_whole_conversation_is_found_whole(found: Examined) -> None:
    assert found.after().broken == []


def test_a_lost_word_is_found(found: Examined) -> None:
    gone = delete(Message).where(Message.seq == found.seq(0))

    assert found.after(gone).lost


def test_words_in_another_order_are_found(found: Examined) -> None:
    first, second = found.talk.said
    turned = [
        update(Message).where(Message.seq == found.seq(1)).values(turn_id=first.turn_id),
        update(Message).where(Message.seq == found.seq(0)).values(turn_id=second.turn_id),
    ]

    findings = found.after(*turned[::-1])

    assert findings.lost or findings.out_of_order


def test_a_doubled_word_is_found(found: Examined) -> None:
    first, _second = found.talk.said
    same = update(Message).where(Message.seq == found.seq(1)).values(turn_id=first.turn_id)

    assert found.after(same).doubled


def test_a_lost_fact_is_found(found: Examined) -> None:
    assert found.after(delete(Statement)).not_recorded


def test_a_second_answer_to_one_turn_is_found(found: Examined) -> None:
    turn = found.talk.said[0].turn_id
    answers = update(Message).where(Message.sender == "bot").values(turn_id=turn)

    assert found.after(answers).half_written
