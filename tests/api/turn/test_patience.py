"""A bot that hangs is found out by the first who waits for it; nobody after them waits."""

import time
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from threading import Event, Thread
from typing import Any

import pytest

from api.chat import service
from api.chat.schemas import Started
from api.turn.bot import BotAnswer, BotUnavailable
from api.turn.patience import BotHangs, PatientBot
from api.turn.service import Turns
from api.turn.waiting import reconcile
from api.turn.words import words
from tests.api.talk import say, texts
from tests.builders import FakeBot, an_answer
from tests.until import until

HERE: ContextVar[str] = ContextVar("HERE", default="nowhere")


class Stuck:
    """A bot that takes messages and answers none until it is `released`."""

    def __init__(self) -> None:
        self.released, self.looked = Event(), 0
        self.up = self.answered = False
        self.asked: list[Mapping[str, Any]] = []

    def turn(self, body: Mapping[str, Any]) -> BotAnswer:
        self.asked.append(body)
        self.released.wait(20)
        self.answered = True
        return an_answer("Late.")

    def is_up(self) -> bool:
        self.looked += 1
        return self.up


@pytest.fixture
def stuck() -> Iterator[Stuck]:
    stuck = Stuck()
    yield stuck
    stuck.up = True
    stuck.released.set()


def test_an_answer_that_comes_is_returned_and_nobody_looks_whether_it_is_up() -> None:
    patient = PatientBot(FakeBot(), lambda: pytest.fail("nobody asked"), soon=10)

    assert patient.turn({"words": "home"}) == an_answer()


def test_what_the_bot_raises_is_raised() -> None:
    bot = FakeBot()
    bot.away = True

    with pytest.raises(BotUnavailable, match="away"):
        PatientBot(bot, lambda: True, soon=10).turn({})


def test_one_that_does_not_answer_and_is_not_up_is_found_to_hang(stuck: Stuck) -> None:
    with pytest.raises(BotHangs):
        PatientBot(stuck, stuck.is_up, soon=0.02).turn({})


def test_while_it_is_known_to_hang_it_is_not_asked(stuck: Stuck) -> None:
    patient = PatientBot(stuck, stuck.is_up, soon=0.02)
    with pytest.raises(BotHangs):
        patient.turn({})

    with pytest.raises(BotHangs):
        patient.turn({})

    assert len(stuck.asked) == 1


def test_once_it_is_up_it_is_asked_again(stuck: Stuck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.turn.patience.LOOKS_EVERY_SECONDS", 0.01)
    patient = PatientBot(stuck, stuck.is_up, soon=0.02)
    with pytest.raises(BotHangs):
        patient.turn({})
    stuck.up = True
    stuck.released.set()

    until(lambda: not patient._hangs.is_set())

    assert patient.turn({}).messages[0].text == "Late."


def test_one_that_is_slow_but_up_is_waited_for(stuck: Stuck) -> None:
    stuck.up = True
    patient = PatientBot(stuck, stuck.is_up, soon=0.02)

    def answer_after_looks() -> None:
        until(lambda: stuck.looked > 2)
        stuck.released.set()

    Thread(target=answer_after_looks).start()

    assert patient.turn({}).messages[0].text == "Late."


def test_where_too_many_are_before_it_nobody_waits_without_end(
    stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck.up = True  # slow, and no more
    monkeypatch.setattr("api.turn.patience.AT_ONCE", 1)
    patient = PatientBot(stuck, stuck.is_up, soon=0.02, in_line=0.1)
    answers: list[BotAnswer] = []
    first = Thread(target=lambda: answers.append(patient.turn({"words": "first"})))
    first.start()
    until(lambda: len(stuck.asked) == 1)

    with pytest.raises(BotUnavailable, match="too many") as refused:
        patient.turn({"words": "second"})
    stuck.released.set()
    first.join(10)

    assert not isinstance(refused.value, BotHangs)
    assert answers[0].messages[0].text == "Late."  # what is being asked is waited for
    assert [body["words"] for body in stuck.asked] == ["first"]


def test_of_many_who_wait_one_looks(stuck: Stuck) -> None:
    look_on = Event()

    def is_up() -> bool:
        stuck.looked += 1
        look_on.wait(10)
        return stuck.up

    patient = PatientBot(stuck, is_up, soon=0.02)
    found: list[bool] = []

    def ask() -> None:
        with pytest.raises(BotHangs):
            patient.turn({})
        found.append(True)

    crowd = [Thread(target=ask) for _ in range(8)]
    for one in crowd:
        one.start()
    until(lambda: len(stuck.asked) == len(crowd) and stuck.looked == 1)
    time.sleep(0.3)  # by now each of them has waited long enough to look
    looked = stuck.looked
    look_on.set()
    for one in crowd:
        one.join(10)

    assert looked == 1
    assert len(found) == len(crowd)


def test_an_answer_that_comes_while_somebody_looks_is_taken(stuck: Stuck) -> None:
    def is_up() -> bool:
        if not stuck.released.is_set():
            stuck.released.set()
            until(lambda: stuck.answered)
            time.sleep(0.2)  # until its thread has handed it on
        return stuck.up

    patient = PatientBot(stuck, is_up, soon=0.02)

    assert patient.turn({}).messages[0].text == "Late."


def test_where_no_thread_can_be_started_to_look_on_the_bot_is_asked(
    stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = PatientBot(stuck, stuck.is_up, soon=0.02)
    real = Thread.start

    def start(thread: Thread) -> None:
        if thread.name == "bot-hangs":
            stuck.released.set()
            raise RuntimeError
        real(thread)

    monkeypatch.setattr("api.turn.patience.Thread.start", start)

    assert patient.turn({}).messages[0].text == "Late."
    assert not patient._hangs.is_set()


def test_where_looking_itself_breaks_the_bot_is_waited_for(stuck: Stuck) -> None:
    def is_up() -> bool:
        stuck.looked += 1
        if stuck.looked > 2:
            stuck.released.set()
        raise OSError

    patient = PatientBot(stuck, is_up, soon=0.02)

    assert patient.turn({}).messages[0].text == "Late."


def test_where_looking_breaks_after_it_was_found_to_hang_it_is_asked_again(stuck: Stuck) -> None:
    found = Event()

    def is_up() -> bool:
        stuck.looked += 1
        if stuck.looked > 1:
            found.wait(10)
            raise OSError
        return False

    patient = PatientBot(stuck, is_up, soon=0.02)
    with pytest.raises(BotHangs):
        patient.turn({})
    found.set()

    until(lambda: not patient._hangs.is_set())


def test_the_bot_is_asked_where_the_turn_is_so_that_its_trace_goes_on() -> None:
    seen: list[str] = []

    class Watching(FakeBot):
        def turn(self, body: Mapping[str, Any]) -> BotAnswer:
            seen.append(HERE.get())
            return super().turn(body)

    token = HERE.set("in the turn")
    PatientBot(Watching(), lambda: True, soon=10).turn({})
    HERE.reset(token)

    assert seen == ["in the turn"]


def test_behind_words_that_wait_for_a_bot_that_hangs_it_is_said_at_once_that_words_are_kept(
    turns: Turns, started: Started, stuck: Stuck, down: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = PatientBot(stuck, stuck.is_up, soon=0.02)
    monkeypatch.setattr("api.turn.away.what_is_down", lambda _: pytest.fail("that is known"))
    hanging = Turns(turns.sessions, turns.keys, patient, turns.settings)
    say(hanging, started, "first")

    answer = say(hanging, started, "second")

    assert [message.text for message in answer.messages] == [words("kept")]
    assert reconcile(hanging) == 0
    assert len(stuck.asked) == 1
    assert texts(turns, started, "person") == ["first", "second"]
    assert service.read(turns, started.id).waiting
