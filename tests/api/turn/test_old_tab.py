"""Two tabs hold one conversation, and one of them shows a question that was answered since."""

from uuid import uuid4

import pytest

from api.chat import service
from api.chat.schemas import Started, TurnIn, TurnOut
from api.turn.service import Turns
from api.turn.words import words
from tests.api.talk import record, say, texts
from tests.builders import FakeBot, a_statement, an_answer


def say_having_seen(turns: Turns, to: Started, text: str, seen: int) -> TurnOut:
    return service.take(turns, to.id, TurnIn(turn_id=uuid4(), text=text, seen=seen))


def last_seq(turns: Turns, of: Started) -> int:
    return service.read(turns, of.id).messages[-1].seq


def test_an_answer_to_what_the_tab_did_not_show_is_kept_aside(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    shown = last_seq(turns, started)
    bot.answers = [
        an_answer("Is that right?", asking="confirm"),
        an_answer("Never said.", asking="more", commands=[a_statement("and my dog")]),
    ]
    say(turns, started, "to go home")

    answer = say_having_seen(turns, started, "and my dog", shown)

    assert [line.text for line in answer.messages] == [words("also_kept")]
    assert answer.asking == "confirm"
    assert bot.asked[-1]["asking"] == "outcome"  # what that tab showed
    kept = record(turns, started)["statements"]
    assert [(said["kind"], said["text"]) for said in kept] == [("other", "and my dog")]


def test_the_same_question_about_other_words_is_another_question(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.answers = [an_answer("Is “a” right?", asking="confirm")]
    say(turns, started, "a")
    shown = last_seq(turns, started)
    bot.answers = [
        an_answer("Is “b” right?", asking="confirm"),
        an_answer("Never said.", asking="more"),
    ]
    say(turns, started, "b")

    answer = say_having_seen(turns, started, "yes", shown)

    assert [line.text for line in answer.messages] == [words("also_kept")]
    assert answer.asking == "confirm"


@pytest.mark.parametrize("intent", ["report_danger", "not_safe_to_talk", "ask_human"])
def test_what_is_no_answer_is_served_from_an_old_tab_too(
    turns: Turns, started: Started, bot: FakeBot, intent: str
) -> None:
    shown = last_seq(turns, started)
    bot.answers = [an_answer(asking="confirm"), an_answer("Served.", intent=intent, asking="more")]
    say(turns, started, "to go home")

    answer = say_having_seen(turns, started, "help", shown)

    assert [line.text for line in answer.messages] == ["Served."]


def test_a_tab_that_shows_all_is_answered_at_once(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.answers = [an_answer("Is that right?", asking="confirm")]

    answer = say_having_seen(turns, started, "to go home", last_seq(turns, started))

    assert answer.asking == "confirm"
    assert words("also_kept") not in texts(turns, started)
