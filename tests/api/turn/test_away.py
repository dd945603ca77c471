"""The bot is away: the words are kept, the person is told, and it is answered later, once."""

from uuid import UUID, uuid4

import pytest

from api.chat import service
from api.chat.schemas import Started
from api.turn.away import MOST_TRIES, given_up
from api.turn.body import COME_BACK
from api.turn.service import Turns
from api.turn.waiting import Reconciler, reconcile
from api.turn.words import words
from tests.api.talk import record, say, state, texts, waiting
from tests.builders import FakeBot, a_statement, an_answer
from tests.conftest import MODELS

needs_the_reader = pytest.mark.skipif(not MODELS.exists(), reason="run `ownwords train` first")


def test_the_words_are_kept_and_the_person_is_told(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.away = True

    answer = say(turns, started, "I want to go home")

    assert [message.text for message in answer.messages] == [words("kept")]
    assert answer.asking == "outcome"
    assert texts(turns, started, "person") == ["I want to go home"]
    assert service.read(turns, started.id).waiting


def test_what_waits_is_answered_once_and_in_order(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.away = True
    for text in ("first", "second", "third"):
        say(turns, started, text)
    bot.away = False
    bot.asked.clear()

    assert reconcile(turns) == 1
    assert reconcile(turns) == 0

    assert [body["words"] for body in bot.asked] == ["first", "second", "third"]
    assert not service.read(turns, started.id).waiting


def test_words_are_answered_before_what_happened_after_them(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    """Also where the ids of their turns stand the other way about, and a kill came in between."""
    bot.away = True
    turns._keep(started.id, UUID(int=2), "My dog and my garden", None)
    turns.happen(started.id, UUID(int=1), COME_BACK)
    bot.away = False
    bot.asked.clear()

    assert reconcile(turns) == 1

    assert [body["event"] for body in bot.asked] == [None, COME_BACK]


def test_the_next_message_has_what_waits_answered_first(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.away = True
    say(turns, started, "first")
    bot.away = False
    bot.asked.clear()

    say(turns, started, "second")

    assert [body["words"] for body in bot.asked] == ["first", "second"]
    assert waiting(turns.sessions) == []


def test_a_turn_sent_again_while_it_waits_is_not_told_twice_that_it_is_kept(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.away = True
    first = say(turns, started, "home", started.id)

    again = say(turns, started, "home", started.id)

    assert again == first
    assert texts(turns, started, "bot").count(words("kept")) == 1


def test_a_late_answer_to_a_question_that_is_no_longer_open_is_kept_aside(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.away = True
    say(turns, started, "to go home")
    say(turns, started, "and my dog")
    moved_on = {"version": 1, "slots": {"outcome_text": "to go home"}}
    bot.away = False
    bot.answers = [
        an_answer("Is that right?", asking="confirm", state=moved_on),
        an_answer("Never said.", asking="more", state={}, commands=[a_statement("and my dog")]),
    ]

    reconcile(turns)

    kept = record(turns, started)["statements"]
    assert [(said["kind"], said["text"]) for said in kept] == [("other", "and my dog")]
    assert texts(turns, started)[-1] == words("also_kept")
    assert state(turns, started) == moved_on
    assert service.read(turns, started.id).asking == "confirm"
    assert bot.asked[-1]["asking"] == "outcome"  # what they saw when they wrote it


@pytest.mark.parametrize("intent", ["report_danger", "stop_conversation", "ask_human"])
def test_what_is_no_answer_is_served_however_late(
    turns: Turns, started: Started, bot: FakeBot, intent: str
) -> None:
    bot.away = True
    say(turns, started, "to go home")
    say(turns, started, "help")
    bot.away = False
    bot.answers = [an_answer(asking="confirm"), an_answer("Served.", intent=intent, asking="more")]

    reconcile(turns)

    assert texts(turns, started)[-1] == "Served."
    assert service.read(turns, started.id).asking == "more"


def test_a_turn_that_trips_the_bot_is_set_aside_after_five_tries(
    turns: Turns, started: Started, bot: FakeBot, down: list[str]
) -> None:
    down.clear()  # every part answers its health check, and yet the turn fails
    bot.away = True
    say(turns, started, "a stumbling block")
    for _ in range(MOST_TRIES - 2):
        assert reconcile(turns) == 0

    assert reconcile(turns) == 1

    (aside,) = record(turns, started)["statements"]
    assert (aside["kind"], aside["text"]) == ("other", "a stumbling block")
    assert texts(turns, started)[-1] == words("set_aside")
    assert waiting(turns.sessions) == []


def test_a_turn_that_another_process_has_answered_is_not_set_aside(
    turns: Turns, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.turn.away.what_is_down", lambda _: [])
    turn_id = uuid4()
    say(turns, started, "first", turn_id)
    before = texts(turns, started)

    assert all(given_up(turns, started.id, turn_id) for _ in range(MOST_TRIES))

    assert texts(turns, started) == before


def test_after_a_turn_is_set_aside_the_conversation_goes_on(
    turns: Turns, started: Started, bot: FakeBot, down: list[str]
) -> None:
    down.clear()
    bot.away = True
    say(turns, started, "a stumbling block")
    for _ in range(MOST_TRIES):
        reconcile(turns)
    bot.away, bot.answers = False, [an_answer("Going on.", asking="confirm")]

    assert say(turns, started, "home").messages[0].text == "Going on."


def test_a_turn_waits_for_as_long_as_a_part_is_down(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.away = True
    say(turns, started, "patience")

    for _ in range(MOST_TRIES * 2):
        assert reconcile(turns) == 0

    assert len(waiting(turns.sessions)) == 1


def test_a_beginning_that_trips_the_bot_is_set_aside_too(
    turns: Turns, bot: FakeBot, down: list[str]
) -> None:
    down.clear()
    bot.away = True
    started = service.start(turns)
    for _ in range(MOST_TRIES):
        reconcile(turns)

    assert waiting(turns.sessions) == []
    assert record(turns, started)["statements"] == []


def test_the_reconciler_answers_by_itself_and_stops_when_told(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    import time

    quick = Turns(turns.sessions, turns.keys, bot,
                  turns.settings.model_copy(update={"retry_seconds": 0.02}))  # fmt: skip
    bot.away = True
    say(quick, started, "home")
    reconciler = Reconciler(quick)
    reconciler.start()
    bot.away = False

    until = time.monotonic() + 5
    while waiting(turns.sessions) and time.monotonic() < until:
        time.sleep(0.02)
    reconciler.stop()

    assert waiting(turns.sessions) == []
    assert not reconciler._thread.is_alive()


def test_a_fault_of_the_database_does_not_end_the_reconciler(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    from sqlalchemy.exc import OperationalError

    from api.turn import waiting as waiting_module

    tried: list[int] = []

    def broken(turns: Turns) -> int:
        tried.append(1)
        raise OperationalError("SELECT", {}, Exception("locked"))

    monkeypatch.setattr(waiting_module, "reconcile", broken)
    quick = Turns(turns.sessions, turns.keys, turns.bot,
                  turns.settings.model_copy(update={"retry_seconds": 0.01}))  # fmt: skip
    reconciler = Reconciler(quick)
    reconciler.start()
    until = time.monotonic() + 5
    while len(tried) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    reconciler.stop()

    assert len(tried) >= 3
