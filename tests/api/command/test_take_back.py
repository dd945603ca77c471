"""Going back on a turn: what it recorded no longer stands; what was typed stays."""

from uuid import uuid4

import pytest

from api.errors import CommandRefused
from tests.api.command.conftest import SAID, Talk
from tests.builders import a_statement, an_assessment, an_outcome

ONE, TWO = str(uuid4()), str(uuid4())


def test_statements_options_and_needs_of_the_turn_are_withdrawn(talk: Talk) -> None:
    talk.apply(
        a_statement("My son"),
        {"command": "record_option", "id": str(uuid4()), "text": "Ring me"},
        {"command": "record_need", "id": str(uuid4()), "text": "Mondays"},
        {"command": "record_differing_view", "id": str(uuid4()), "who": "son", "text": "must not"},
    )

    talk.apply({"command": "take_back", "turn_id": str(talk.turn_id)})

    record = talk.record
    withdrawn = ("statements", "options", "needs", "differing_views")
    assert [record[part] for part in withdrawn] == [[], [], [], []]
    assert SAID in [turn["text"] for turn in record["turns"]]


def test_an_outcome_left_with_no_words_is_withdrawn_and_its_words_kept(talk: Talk) -> None:
    talk.apply(an_outcome("go home", id=ONE))

    talk.apply({"command": "take_back", "turn_id": str(talk.turn_id)})

    (kept,) = talk.record["outcomes"]
    assert (kept["status"], kept["text"]) == ("withdrawn", "go home")


def test_a_later_version_is_withdrawn_and_the_one_before_stands_again(talk: Talk) -> None:
    talk.apply(an_outcome("go home", id=ONE))
    later = talk.say("to the sea")
    talk.apply({"command": "revise_outcome", "id": ONE, "text": "to the sea",
                "assessment": an_assessment().model_dump()}, at=later)  # fmt: skip

    talk.apply({"command": "take_back", "turn_id": str(later)})

    (kept,) = talk.record["outcomes"]
    assert (kept["status"], kept["text"]) == ("active", "go home")
    assert [version["text"] for version in kept["versions"]] == ["go home", "to the sea"]


def test_what_it_is_for_is_withdrawn_alone(talk: Talk) -> None:
    talk.apply(an_outcome("go home", id=ONE))
    later = talk.say("to sleep")
    talk.apply({"command": "record_deeper", "id": ONE, "text": "to sleep"}, at=later)

    talk.apply({"command": "take_back", "turn_id": str(later)})

    (kept,) = talk.record["outcomes"]
    assert (kept["status"], kept["deeper"]) == ("active", None)


def test_plans_that_pull_apart_are_brought_together_again(talk: Talk) -> None:
    talk.apply(an_outcome("go home", id=ONE), an_outcome("Ring me", id=TWO))
    later = talk.say("the second")
    talk.apply({"command": "plan_apart", "plan_a": ONE, "plan_b": TWO}, at=later)

    talk.apply({"command": "take_back", "turn_id": str(later)})

    assert [(o["plan"], o["conflicts_with"]) for o in talk.record["outcomes"]] == [
        (None, []), (None, []),
    ]  # fmt: skip


def test_other_turns_are_left_as_they_are(talk: Talk) -> None:
    talk.apply(a_statement("My son"), an_outcome("go home", id=ONE))
    later = talk.say("more")
    talk.apply(a_statement("more"), at=later)

    talk.apply({"command": "take_back", "turn_id": str(later)})

    record = talk.record
    assert [said["text"] for said in record["statements"]] == ["My son"]
    assert record["outcomes"][0]["status"] == "active"


def test_an_alert_is_never_taken_back(talk: Talk) -> None:
    talk.apply({"command": "raise_alert", "id": ONE, "level": "now", "kind": "danger"})

    talk.apply({"command": "take_back", "turn_id": str(talk.turn_id)})

    assert len(talk.record["alerts"]) == 1


def test_going_back_twice_is_as_going_back_once(talk: Talk) -> None:
    talk.apply(an_outcome("go home", id=ONE))
    talk.apply({"command": "take_back", "turn_id": str(talk.turn_id)})
    once = talk.record

    talk.apply({"command": "take_back", "turn_id": str(talk.turn_id)})

    assert talk.record == once


def test_a_turn_that_never_was_cannot_be_gone_back_on(talk: Talk) -> None:
    with pytest.raises(CommandRefused, match="no such turn"):
        talk.apply({"command": "take_back", "turn_id": str(uuid4())})


def test_another_conversations_turn_cannot_be_gone_back_on(talk: Talk) -> None:
    from api.chat import service
    from tests.api.talk import say

    other = service.start(talk.turns)
    theirs = say(talk.turns, other, SAID).turn_id

    with pytest.raises(CommandRefused):
        talk.apply({"command": "take_back", "turn_id": str(theirs)})
