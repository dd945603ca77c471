"""The bot is away: danger in what is kept is seen all the same, as the bot would see it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from api.chat import service
from api.chat.repository import ChatRepository
from api.chat.schemas import Started
from api.errors import NotSignedIn
from api.turn import away
from api.turn.bot import BotAnswer, BotUnavailable
from api.turn.service import Turns
from api.turn.waiting import reconcile
from api.turn.words import words
from bot.actions.case_api import CaseApi
from bot.actions.turn import Turn
from nlp.errors import ModelMissing
from nlp.reading.reader import Reading
from tests.api.talk import record, say
from tests.builders import FakeBot, a_tracker, an_answer
from tests.conftest import MODELS

needs_the_reader = pytest.mark.skipif(not MODELS.exists(), reason="run `ownwords train` first")


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
    def missing(text: str, asking: str) -> None:
        raise ModelMissing(Path("models"))

    monkeypatch.setattr(away, "read", missing)
    bot.away = True

    assert say(turns, started, "he has a knife").messages[0].text == words("kept")


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


def test_while_words_are_read_for_danger_nobody_else_waits_for_the_record(
    turns: Turns, started: Started, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.away = True
    taken: list[bool] = []

    def while_somebody_writes(text: str, asking: str) -> Reading:
        with turns.sessions.begin() as session:  # waits for a lock for five seconds, then raises
            taken.append(ChatRepository(session).get(started.id) is not None)
        return Reading("inform", 1.0, None, {})

    monkeypatch.setattr(away, "read", while_somebody_writes)

    say(turns, started, "I want to go home")

    assert taken == [True]


def test_that_words_are_kept_is_said_without_reading_them_again(
    turns: Turns, started: Started, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.away = True
    say(turns, started, "I want to go home")
    monkeypatch.setattr(away, "read", lambda *_: pytest.fail("read once is enough"))

    reconcile(turns)

    assert service.read(turns, started.id).waiting


def test_getting_ready_loads_what_reads_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(away, "reader", lambda: loaded.append("the reader"))

    away.get_ready()

    assert loaded == ["the reader"]


def test_where_there_is_no_model_getting_ready_says_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))

    away.get_ready()

    assert capfd.readouterr() == ("", "")
