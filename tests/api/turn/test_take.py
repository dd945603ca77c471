"""A turn: kept and answered once, whatever is sent twice or at the same time."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from api.chat import service
from api.chat.schemas import Started
from api.errors import NotFound, OtherWords
from api.models import Message, Statement, Turn
from api.turn.bot import BotAnswer
from api.turn.service import Turns
from tests.api.talk import record, say, state, texts, waiting
from tests.builders import FakeBot, a_statement, an_answer


def test_words_facts_state_and_replies_are_kept_together(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    new_state = {"version": 1, "slots": {"outcome_text": "home"}}
    bot.answers = [
        an_answer("Kept.", commands=[a_statement("home")], state=new_state, asking="more")
    ]

    answer = say(turns, started, "I want to go home")

    assert (answer.asking, answer.saved) == ("more", True)
    assert [message.text for message in answer.messages] == ["Kept."]
    assert state(turns, started) == new_state
    assert [said["text"] for said in record(turns, started)["statements"]] == ["home"]


def test_the_bot_is_given_the_words_the_state_and_the_open_question(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    turn_id = uuid4()

    say(turns, started, "hello", turn_id)

    assert bot.asked[-1] | {"settings": {}} == {
        "sender": str(started.id), "turn_id": str(turn_id), "words": "hello", "event": None,
        "asking": "outcome", "state": {"version": 1, "slots": {}}, "settings": {},
    }  # fmt: skip


def test_the_same_turn_again_gives_the_same_answer_and_keeps_nothing_twice(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    turn_id = uuid4()
    bot.answers = [an_answer("Once.", asking="confirm"), an_answer("Twice.", asking="more")]
    first = say(turns, started, "home", turn_id)
    say(turns, started, "something else")

    again = say(turns, started, "home", turn_id)

    assert again == first
    assert texts(turns, started, "person") == ["home", "something else"]
    assert len(bot.asked) == 3  # the beginning and two turns


def test_the_same_id_with_other_words_is_refused_and_said_so(
    turns: Turns, started: Started
) -> None:
    turn_id = uuid4()
    say(turns, started, "home", turn_id)

    with pytest.raises(OtherWords, match="send these again"):
        say(turns, started, "not home", turn_id)

    assert texts(turns, started, "person") == ["home"]


def test_a_turn_of_one_conversation_may_have_the_id_of_another_ones(turns: Turns) -> None:
    one, two, turn_id = service.start(turns), service.start(turns), uuid4()

    say(turns, one, "mine", turn_id)
    say(turns, two, "yours", turn_id)

    assert texts(turns, one, "person") == ["mine"]
    assert texts(turns, two, "person") == ["yours"]


class SlowBot(FakeBot):
    """Lets a test hold an answer back until all who ask have asked."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()

    def turn(self, body: Mapping[str, Any]) -> BotAnswer:
        assert self.gate.wait(10)
        return super().turn(body)


def test_two_threads_that_send_the_same_turn_at_once_keep_it_once(
    turns: Turns, started: Started
) -> None:
    bot = SlowBot()
    held = Turns(turns.sessions, turns.keys, bot, turns.settings)
    bot.gate.clear()
    turn_id = uuid4()

    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(say, held, started, "home", turn_id) for _ in range(8)]
        bot.gate.set()
        answers = [one.result(20) for one in sent]

    assert all(answer == answers[0] for answer in answers)
    assert texts(turns, started, "person") == ["home"]
    assert len(bot.asked) == 1


def test_many_turns_at_once_are_all_kept_in_places_of_their_own(
    turns: Turns, started: Started
) -> None:
    said = [f"line {number}" for number in range(12)]

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda text: say(turns, started, text), said))

    assert sorted(texts(turns, started, "person")) == sorted(said)
    with turns.sessions.begin() as session:
        places = list(session.scalars(select(Message.seq).order_by(Message.seq)))
        assert places == list(range(1, len(places) + 1))
    assert waiting(turns.sessions) == []


def test_conversations_do_not_wait_for_one_another(turns: Turns) -> None:
    many = [service.start(turns) for _ in range(6)]

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda one: say(turns, one, f"mine {one.id}"), many))

    for one in many:
        assert texts(turns, one, "person") == [f"mine {one.id}"]


class MeddlingBot(FakeBot):
    """Another process takes a turn in the same conversation while this one is being answered."""

    def __init__(self, turns: Turns, started: Started) -> None:
        super().__init__()
        self.other, self.started, self.once = turns, started, True

    def turn(self, body: Mapping[str, Any]) -> BotAnswer:
        if self.once:
            self.once = False
            with self.other.sessions.begin() as session:
                from api.models import Conversation

                conversation = session.get(Conversation, self.started.id)
                assert conversation is not None
                conversation.version += 1
        return super().turn(body)


def test_an_answer_to_a_state_that_has_moved_on_is_thrown_away_and_asked_for_again(
    turns: Turns, started: Started
) -> None:
    bot = MeddlingBot(turns, started)
    bot.answers = [
        an_answer("Old.", commands=[a_statement("home")]),
        an_answer("New.", commands=[a_statement("home")]),
    ]

    answer = say(Turns(turns.sessions, turns.keys, bot, turns.settings), started, "home")

    assert [message.text for message in answer.messages] == ["New."]
    assert "Old." not in texts(turns, started)
    assert len(record(turns, started)["statements"]) == 1


def test_a_conversation_that_is_gone_is_not_found(turns: Turns) -> None:
    with pytest.raises(NotFound):
        turns.take(uuid4(), uuid4(), "hello")


def test_words_nobody_typed_undo_the_whole_turn_but_the_persons_words_stay(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.answers = [
        an_answer("Nonsense.", commands=[a_statement("home"), a_statement("never said")],
                  state={"slots": {"x": 1}}, asking="more")
    ]  # fmt: skip

    say(turns, started, "I want to go home")

    kept = record(turns, started)
    assert kept["statements"] == []
    assert "Nonsense." not in texts(turns, started)
    assert texts(turns, started, "person") == ["I want to go home"]
    assert state(turns, started) == {"version": 1, "slots": {}}
    assert len(waiting(turns.sessions)) == 1


def test_each_turn_is_one_row_with_how_it_was_read(turns: Turns, started: Started) -> None:
    say(turns, started, "home")

    with turns.sessions.begin() as session:
        rows = session.scalars(select(Turn).order_by(Turn.seq)).all()
        assert [(row.event, row.status, row.intent) for row in rows] == [
            ("begin", "answered", "inform"), (None, "answered", "inform"),
        ]  # fmt: skip
        assert session.scalar(select(func.count()).select_from(Statement)) == 0


def test_choices_and_kinds_are_kept_with_the_reply(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    reply = {"text": "Right?", "kind": "readback", "choices": [{"title": "Yes", "value": "Yes"}]}
    bot.answers = [an_answer(messages=[reply])]

    say(turns, started, "home")

    last = service.read(turns, started.id).messages[-1]
    assert last.model_dump(exclude={"seq", "sender"}) == reply
