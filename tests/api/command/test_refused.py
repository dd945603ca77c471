"""What is not taken into the record: words that nobody typed, and what belongs to another."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from api.command.schemas import COMMANDS
from api.errors import CommandRefused
from tests.api.command.conftest import ONE, SAID, TWO, Talk, outcome
from tests.builders import a_statement, an_assessment


@pytest.mark.parametrize(
    "command",
    [
        a_statement("Nobody said this."),
        a_statement("i want to go home"),  # as typed, or it is not theirs
        a_statement("I want to go home.  My son"),
        outcome("Nobody said this."),
        {"command": "record_role", "relationship": "his uncle"},
        {"command": "record_need", "id": ONE, "text": "a lift"},
        {"command": "record_option", "id": ONE, "text": "a lift"},
        {"command": "record_enquiry", "reason": "fear"},
        {"command": "record_contact", "text": "by post"},
        {"command": "record_differing_view", "id": ONE, "who": "my boss", "text": "My son"},
        {"command": "record_differing_view", "id": ONE, "who": "My son", "text": "a lie"},
    ],
    ids=lambda command: str(command["command"]),
)
def test_words_that_nobody_typed_are_refused(talk: Talk, command: dict[str, Any]) -> None:
    before = talk.record

    with pytest.raises(CommandRefused, match="was not said"):
        talk.apply({"command": "set_status", "status": "paused"}, command)

    assert talk.record == before


@pytest.mark.parametrize(
    "command",
    [
        {"command": "revise_outcome", "id": ONE, "text": "a lie",
         "assessment": an_assessment().model_dump()},
        {"command": "record_deeper", "id": ONE, "text": "a lie"},
        {"command": "set_importance", "id": ONE, "text": "a lie"},
        {"command": "record_review", "outcome_id": ONE, "difference": "a lie"},
    ],
    ids=lambda command: str(command["command"]),
)  # fmt: skip
def test_words_that_nobody_typed_never_stand_beside_an_outcome(
    talk: Talk, command: dict[str, Any]
) -> None:
    talk.apply(outcome())

    with pytest.raises(CommandRefused, match="was not said"):
        talk.apply(command)


def test_what_the_bot_said_does_not_count_as_said(talk: Talk) -> None:
    with pytest.raises(CommandRefused):
        talk.apply(a_statement("Thank you."))


def test_words_of_an_earlier_message_may_be_recorded(talk: Talk) -> None:
    later = talk.say("something else")

    talk.apply(a_statement(SAID), at=later)

    assert talk.record["statements"][0]["text"] == SAID


OF_AN_OUTCOME = [
    {"command": "revise_outcome", "id": TWO, "text": "home",
     "assessment": an_assessment().model_dump()},
    {"command": "record_deeper", "id": TWO, "text": "home"},
    {"command": "confirm_outcome", "id": TWO},
    {"command": "set_importance", "id": TWO, "text": "home"},
    {"command": "rank_outcomes", "ids": [TWO]},
    {"command": "plan_apart", "plan_a": ONE, "plan_b": TWO},
    {"command": "record_review", "outcome_id": TWO, "achieved": "fully"},
    {"command": "record_option", "id": str(uuid4()), "text": "home", "outcome_id": TWO},
]  # fmt: skip


@pytest.mark.parametrize("command", OF_AN_OUTCOME, ids=lambda command: str(command["command"]))
def test_an_outcome_that_is_not_there_is_refused(talk: Talk, command: dict[str, Any]) -> None:
    talk.apply(outcome())

    with pytest.raises(CommandRefused):
        talk.apply(command)


@pytest.mark.parametrize("command", OF_AN_OUTCOME, ids=lambda command: str(command["command"]))
def test_an_outcome_of_another_conversation_is_refused(talk: Talk, command: dict[str, Any]) -> None:
    from api.chat import service

    other = Talk(talk.turns, service.start(talk.turns), talk.turn_id)
    other.turn_id = other.say(SAID)
    other.apply(outcome(id=TWO))
    talk.apply(outcome())

    with pytest.raises(CommandRefused):
        talk.apply(command)

    assert other.record["outcomes"][0]["confirmed"] is False


@pytest.mark.parametrize(
    "command",
    [a_statement("home", id=ONE), outcome("home"),
     {"command": "record_need", "id": ONE, "text": "home"},
     {"command": "record_option", "id": ONE, "text": "home"},
     {"command": "raise_alert", "id": ONE, "level": "now", "kind": "danger"},
     {"command": "record_safety_scale", "id": ONE, "value": 1, "when": "start"}],
    ids=lambda command: str(command["command"]),
)  # fmt: skip
def test_an_id_that_another_conversation_has_used_is_refused_not_lost(
    talk: Talk, command: dict[str, Any]
) -> None:
    """Taking it for a repetition would lose what was said here without a word."""
    from api.chat import service

    other = Talk(talk.turns, service.start(talk.turns), talk.turn_id)
    other.turn_id = other.say(SAID)
    other.apply(command)

    with pytest.raises(CommandRefused):
        talk.apply(command)


@pytest.mark.parametrize(
    "command",
    [
        {"command": "no_such_command"},
        {},
        {"command": "set_status", "status": "lost"},
        {"command": "set_status", "status": "open", "more": 1},
        a_statement("home", kind="rumour"),
        a_statement("home", said_by="neighbour"),
        a_statement("home", provenance="guessed"),
        a_statement("home", id="not an id"),
        a_statement(""),
        outcome(assessment={"label": "good", "confidence": 1}),
        outcome(assessment={"label": "personal", "confidence": 2}),
        {"command": "rank_outcomes", "ids": []},
        {"command": "record_safety_scale", "id": ONE, "value": 11, "when": "start"},
        {"command": "record_safety_scale", "id": ONE, "value": -1, "when": "start"},
        {"command": "raise_alert", "id": ONE, "level": "now", "kind": "Free text!"},
        {"command": "record_enquiry", "wish": "maybe"},
    ],
)
def test_a_command_that_does_not_fit_the_schema_is_not_valid(command: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        COMMANDS.validate_python([command])
