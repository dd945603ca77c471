"""What each command does to the record, and that doing it again changes nothing."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from api.command.schemas import COMMANDS
from tests.api.command.conftest import ONE, TWO, Talk, outcome
from tests.builders import a_statement, an_assessment


def test_a_role_is_kept_part_by_part(talk: Talk) -> None:
    talk.apply({"command": "record_role", "role": "advocate"})
    talk.apply({"command": "record_role", "relationship": "My son", "together": False})

    record = talk.record
    assert (record["role"], record["relationship"], record["together"]) == (
        "advocate", "My son", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["happened", "feeling", "belief", "view", "matters", "worry", "good", "other"]
)
def test_a_statement_is_kept_as_its_own_kind(talk: Talk, kind: str) -> None:
    talk.apply(a_statement("My son says I must not.", kind=kind, provenance="reported"))

    (said,) = talk.record["statements"]
    assert (said["kind"], said["text"], said["provenance"]) == (
        kind, "My son says I must not.", "reported",
    )  # fmt: skip
    assert said["turn_seq"] == 2


def test_an_outcome_is_kept_with_what_was_noticed_in_it(talk: Talk) -> None:
    span = {"start": 0, "end": 2, "text": "go", "kind": None, "side": "personal", "reason": "r"}
    noticed = an_assessment(label="mixed", spans=[span], themes=["control", "safer"])

    talk.apply(outcome(assessment=noticed.model_dump()))

    (kept,) = talk.record["outcomes"]
    assert kept["text"] == "go home"
    assert kept["assessment"] == {
        "label": "mixed", "confidence": 0.9, "spans": [span], "model": "test",
    }  # fmt: skip
    assert kept["themes"] == ["control", "safer"]
    assert [version["text"] for version in kept["versions"]] == ["go home"]
    assert (kept["confirmed"], kept["status"]) == (False, "active")


@pytest.mark.parametrize(
    "noticed",
    [
        {"spans": [{"x": 1}]},
        {"spans": [{"start": "a", "end": 2}]},
        {"spans": [{"start": -1, "end": 2}]},
        {"spans": [{"start": 0, "end": 2, "kind": "k" * 41}]},
        {"spans": [{"start": 0, "end": 2, "side": "neither"}]},
        {"themes": ["he hits me"]},
    ],
)
def test_what_no_page_could_show_is_not_taken_as_noticed(noticed: dict[str, Any]) -> None:
    assessment = an_assessment().model_dump() | noticed

    with pytest.raises(ValidationError):
        COMMANDS.validate_python([outcome(assessment=assessment)])


def test_a_change_is_a_new_version_and_the_first_words_stay(talk: Talk) -> None:
    talk.apply(outcome(), {"command": "confirm_outcome", "id": ONE})
    later = talk.say("to live at home with my dog")

    talk.apply(
        {"command": "revise_outcome", "id": ONE, "text": "to live at home with my dog",
         "assessment": an_assessment(label="unclear").model_dump()},
        at=later,
    )  # fmt: skip

    (kept,) = talk.record["outcomes"]
    assert kept["text"] == "to live at home with my dog"
    assert [version["text"] for version in kept["versions"]] == [
        "go home", "to live at home with my dog",
    ]  # fmt: skip
    assert kept["confirmed"] is False  # nobody has said yes to the new words
    assert kept["assessment"]["label"] == "unclear"


def test_what_it_is_for_stands_beside_the_outcome(talk: Talk) -> None:
    talk.apply(outcome())
    later = talk.say("so that I can sleep")

    talk.apply({"command": "record_deeper", "id": ONE, "text": "so that I can sleep"}, at=later)

    (kept,) = talk.record["outcomes"]
    assert (kept["text"], kept["deeper"]) == ("go home", "so that I can sleep")


def test_an_outcome_is_confirmed_weighed_and_ranked(talk: Talk) -> None:
    talk.apply(
        outcome(), outcome("Ring me", TWO),
        {"command": "confirm_outcome", "id": ONE},
        {"command": "set_importance", "id": ONE, "text": "My son"},
        {"command": "rank_outcomes", "ids": [TWO, ONE]},
    )  # fmt: skip

    first, second = talk.record["outcomes"]
    assert (first["confirmed"], first["importance"], first["rank"]) == (True, "My son", 2)
    assert (second["confirmed"], second["importance"], second["rank"]) == (False, None, 1)


def test_two_that_pull_apart_are_plan_a_and_plan_b_and_name_each_other(talk: Talk) -> None:
    talk.apply(outcome(), outcome("Ring me", TWO))

    talk.apply({"command": "plan_apart", "plan_a": TWO, "plan_b": ONE})

    first, second = talk.record["outcomes"]
    assert (first["plan"], first["conflicts_with"]) == ("B", [TWO])
    assert (second["plan"], second["conflicts_with"]) == ("A", [ONE])


def test_options_and_needs_are_kept_in_their_words(talk: Talk) -> None:
    talk.apply(
        outcome(),
        {"command": "record_option", "id": TWO, "text": "My son", "outcome_id": ONE},
        {"command": "record_need", "id": str(uuid4()), "text": "Ring me on Mondays."},
    )

    record = talk.record
    assert (record["options"], record["needs"]) == (["My son"], ["Ring me on Mondays."])


def test_the_wish_about_an_enquiry_is_kept_part_by_part(talk: Talk) -> None:
    talk.apply({"command": "record_enquiry", "wish": "do_not_proceed"},
               {"command": "record_enquiry", "reason": "My son says I must not."})  # fmt: skip
    talk.apply({"command": "record_enquiry", "others_at_risk": "unknown"})

    assert talk.record["enquiry"] == {
        "wish": "do_not_proceed", "reason": "My son says I must not.", "others_at_risk": "unknown",
    }  # fmt: skip


def test_somebody_elses_view_is_kept_apart(talk: Talk) -> None:
    talk.apply({"command": "record_differing_view", "id": ONE, "who": "My son",
                "text": "My son says I must not."})  # fmt: skip

    record = talk.record
    assert record["differing_views"] == [{"who": "My son", "text": "My son says I must not."}]
    assert record["outcomes"] == []


@pytest.mark.parametrize("consent", ["share", "ask_first", "not_agreed"])
def test_consent_is_kept_and_can_change(talk: Talk, consent: str) -> None:
    talk.apply({"command": "record_consent", "consent": "share"},
               {"command": "record_consent", "consent": consent})  # fmt: skip

    assert talk.record["consent"] == consent


def test_how_to_reach_them_is_kept_in_their_words(talk: Talk) -> None:
    talk.apply({"command": "record_contact", "text": "Ring me on Mondays."})

    assert talk.record["contact"]["words"] == "Ring me on Mondays."


def test_a_review_stands_beside_its_outcome(talk: Talk) -> None:
    talk.apply(outcome())
    talk.apply({"command": "record_review", "outcome_id": ONE, "achieved": "partly"})
    talk.apply({"command": "record_review", "outcome_id": ONE, "difference": "Ring me"})

    assert talk.record["outcomes"][0]["review"] == {"achieved": "partly", "difference": "Ring me"}


def test_how_safe_they_feel_is_kept_each_time(talk: Talk) -> None:
    scale = {"command": "record_safety_scale"}
    talk.apply(scale | {"id": ONE, "value": 0, "when": "start"},
               scale | {"id": TWO, "value": 10, "when": "review"})  # fmt: skip

    kept = talk.record["safety_scale"]
    assert [(row["value"], row["when"]) for row in kept] == [(0, "start"), (10, "review")]


@pytest.mark.parametrize("level", ["now", "worrying", "past"])
def test_an_alert_waits_to_be_seen(talk: Talk, level: str) -> None:
    talk.apply({"command": "raise_alert", "id": ONE, "level": level, "kind": "danger"})

    (alert,) = talk.record["alerts"]
    assert (alert["level"], alert["kind"], alert["acknowledged"]) == (level, "danger", False)


@pytest.mark.parametrize("status", ["open", "paused", "finished"])
def test_a_conversation_has_a_status(talk: Talk, status: str) -> None:
    talk.apply({"command": "set_status", "status": status})

    assert talk.record["status"] == status


def test_every_page_can_be_signed_out_at_once(talk: Talk) -> None:
    from api.chat import service
    from api.errors import NotSignedIn

    talk.apply({"command": "close_sessions"})

    with pytest.raises(NotSignedIn):
        service.signed_in(talk.turns, talk.started.token)


EVERY_COMMAND: list[dict[str, Any]] = [
    outcome(),
    outcome("Ring me", TWO),
    {"command": "record_role", "role": "family", "relationship": "My son",
     "whose_words": "reported"},
    a_statement("My son"),
    {"command": "revise_outcome", "id": TWO, "text": "on Mondays",
     "assessment": an_assessment().model_dump()},
    {"command": "record_deeper", "id": ONE, "text": "home"},
    {"command": "confirm_outcome", "id": ONE},
    {"command": "set_importance", "id": ONE, "text": "want"},
    {"command": "rank_outcomes", "ids": [TWO, ONE]},
    {"command": "plan_apart", "plan_a": ONE, "plan_b": TWO},
    {"command": "record_option", "id": str(uuid4()), "text": "Ring me", "outcome_id": ONE},
    {"command": "record_need", "id": str(uuid4()), "text": "Mondays"},
    {"command": "record_enquiry", "wish": "unsure", "reason": "son", "others_at_risk": "no"},
    {"command": "record_differing_view", "id": str(uuid4()), "who": "My son", "text": "must not"},
    {"command": "record_consent", "consent": "ask_first"},
    {"command": "record_contact", "text": "Ring me on Mondays."},
    {"command": "record_review", "outcome_id": ONE, "achieved": "fully", "difference": "home"},
    {"command": "record_safety_scale", "id": str(uuid4()), "value": 5, "when": "start"},
    {"command": "raise_alert", "id": str(uuid4()), "level": "now", "kind": "danger"},
    {"command": "set_status", "status": "paused"},
    {"command": "hand_over", "voice": "family"},
    {"command": "close_sessions"},
]  # fmt: skip


def test_every_command_is_tried_here() -> None:
    from tests.contract.test_commands import METHODS

    assert {command["command"] for command in EVERY_COMMAND} | {"take_back"} == set(METHODS)


def test_applying_a_turn_again_changes_nothing(talk: Talk) -> None:
    talk.apply(*EVERY_COMMAND)
    once = talk.record

    talk.apply(*EVERY_COMMAND)
    talk.apply(*EVERY_COMMAND)

    assert talk.record == once
