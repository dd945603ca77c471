"""The bot is away: the words are kept, the person is told, and it is answered later, once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from api.chat import service
from api.chat.schemas import Started
from api.errors import NotSignedIn
from api.turn import away
from api.turn.away import MOST_TRIES
from api.turn.bot import BotAnswer, BotUnavailable
from api.turn.service import Turns
from api.turn.waiting import Reconciler, reconcile
from api.turn.words import words
from nlp.reading.reader import Reading
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


@needs_the_reader
@pytest.mark.parametrize(
    ("text", "kind", "notice"),
    [
        ("he has a knife and he is here now", "danger", "kept_danger"),
        ("I want to kill myself tonight", "self_harm", "kept_self_harm"),
    ],
)
def test_danger_is_seen_and_said_even_while_the_bot_is_away(
    turns: Turns, started: Started, bot: FakeBot, text: str, kind: str, notice: str
) -> None:
    bot.away = True

    answer = say(turns, started, text)

    assert [(m.kind, m.text) for m in answer.messages] == [("safety", words(notice))]
    assert [(a["level"], a["kind"]) for a in record(turns, started)["alerts"]] == [("now", kind)]


@needs_the_reader
def test_the_alert_raised_while_the_bot_was_away_is_the_one_it_raises_when_it_is_back(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    from rasa_sdk.executor import CollectingDispatcher

    from bot.actions.case_api import CaseApi
    from bot.actions.turn import Turn
    from tests.builders import a_tracker

    bot.away = True
    turn_id = say(turns, started, "he has a knife and he is here now").turn_id
    dispatcher = CollectingDispatcher()
    CaseApi(dispatcher, Turn.of(a_tracker(turn_id=str(turn_id)))).raise_alert("now", "danger")
    bot.away = False
    bot.answers = [an_answer(commands=[dispatcher.messages[0]["custom"]])]

    reconcile(turns)

    assert len(record(turns, started)["alerts"]) == 1


def test_without_a_trained_reader_the_words_are_kept_all_the_same(
    turns: Turns, started: Started, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.turn import away
    from nlp.errors import ModelMissing

    def missing(text: str, asking: str) -> None:
        raise ModelMissing(Path("models"))

    monkeypatch.setattr(away, "read", missing)
    bot.away = True

    assert say(turns, started, "he has a knife").messages[0].text == words("kept")


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


@needs_the_reader
def test_not_safe_to_talk_closes_the_page_though_the_bot_is_away(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.away = True

    answer = say(turns, started, "cant talk hes coming")

    assert [message.text for message in answer.messages] == [words("kept_closed")]
    with pytest.raises(NotSignedIn):
        service.signed_in(turns, started.token)
    assert [(a["level"], a["kind"]) for a in record(turns, started)["alerts"]] == [
        ("worrying", "not_safe_to_talk")
    ]


def test_danger_is_looked_for_with_the_question_in_view_that_was_answered(
    turns: Turns, started: Started, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "It is about me" to "who is here?" closed the page, where that had been sent twice and the
    first was answered meanwhile: without its question it reads like "he reads about me"."""
    read_at: list[tuple[str, str | None]] = []

    def read(text: str, asking: str | None) -> Reading:
        read_at.append((text, asking))
        return Reading("inform", 1.0, None, {})

    def answers_the_first(body: Mapping[str, Any]) -> BotAnswer:
        if body["words"] == "second":
            raise BotUnavailable("away")
        return an_answer("And then?", asking="confirm")

    bot.away = True
    say(turns, started, "first")
    monkeypatch.setattr(bot, "turn", answers_the_first)
    monkeypatch.setattr(away, "read", read)

    say(turns, started, "second")

    assert service.read(turns, started.id).asking == "confirm"
    assert read_at == [("second", "outcome")]
