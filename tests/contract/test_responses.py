"""What Python and the rules have the bot say, against what is written for it to say. Rasa drops a
response it does not know, without an error."""

import inspect
import re
from collections import Counter
from typing import Any

import pytest

from bot.actions import choices
from bot.actions.names import Prefix, Utter
from tests.contract.python_names import action_classes, constants, deeper_questions
from tests.contract.rasa_files import ROOT, read_yaml, response_files, steps, variants

# Named in an `utter_message(response=..., name=value)`, not a slot.
GIVEN_BY_PYTHON: set[str] = set()
PRESSED = re.compile(r"(?i:press) “([A-Z][^”{]*)”")


def options() -> set[str]:
    """Return every response that explains a way to be helped."""
    ways = set(choices.OPTIONS.values()) | {way for way, _ in choices.OPTIONS_WORDS}
    return {Prefix.OPTION + way for way in ways - {"enough"}}


def test_every_response_python_utters_is_written(domain: dict[str, Any]) -> None:
    assert constants(Utter) - set(domain["responses"]) == set()


def test_every_response_a_rule_utters_is_written(domain: dict[str, Any]) -> None:
    uttered = {action for action in steps("action") if action.startswith("utter_")}

    assert uttered - set(domain["responses"]) == set()


def test_every_deeper_question_that_can_be_chosen_is_written(domain: dict[str, Any]) -> None:
    assert deeper_questions() - set(domain["responses"]) == set()


def test_every_way_to_be_helped_is_explained(domain: dict[str, Any]) -> None:
    assert options() - set(domain["responses"]) == set()


def test_each_response_is_written_once() -> None:
    written = Counter(
        name for path in response_files() for name in read_yaml(path).get("responses") or {}
    )

    assert [name for name, times in written.items() if times > 1] == []


def test_no_response_is_left_that_nothing_says(domain: dict[str, Any]) -> None:
    asked = {
        f"utter_ask_{slot}" for form in domain["forms"].values() for slot in form["required_slots"]
    }
    said = constants(Utter) | steps("action") | deeper_questions() | options() | asked

    assert set(domain["responses"]) - said == set()


def test_every_blank_in_a_response_is_filled_from_a_slot(domain: dict[str, Any]) -> None:
    blanks = {
        blank for _, wording in variants() for blank in re.findall(r"{(\w+)}", wording["text"])
    }

    assert blanks - set(domain["slots"]) - GIVEN_BY_PYTHON == set()


def test_every_condition_of_a_response_names_a_slot(domain: dict[str, Any]) -> None:
    """A condition on an unknown slot is never met: that wording would never be said."""
    named = {
        condition["name"]
        for _, wording in variants()
        for condition in wording.get("condition") or []
        if condition["type"] == "slot"
    }

    assert named - set(domain["slots"]) - {"requested_slot"} == set()


@pytest.mark.parametrize("name", sorted({name for name, _ in variants()}))
def test_every_response_has_a_wording_for_when_no_condition_is_met(
    name: str, domain: dict[str, Any]
) -> None:
    assert any(not wording.get("condition") for wording in domain["responses"][name])


def test_a_choice_sends_back_what_it_shows() -> None:
    differing = {
        (name, button["title"], button["payload"])
        for name, wording in variants()
        for button in wording.get("buttons") or []
        if button["title"] != button["payload"]
    }

    assert differing == set()


def test_no_action_holds_what_the_bot_says() -> None:
    """Words belong in bot/domain/responses, where they can be read, checked and changed."""
    speaking = [
        name
        for name, kind in action_classes().items()
        if "utter_message(text" in inspect.getsource(kind)
    ]

    assert speaking == []


def test_each_response_has_easy_words_with_a_picture_before_its_usual_ones(
    domain: dict[str, Any],
) -> None:
    """The first variation that fits is said (bot/channel/words.py)."""
    for name, variations in domain["responses"].items():
        first, last = variations[0], variations[-1]
        easy = {"type": "slot", "name": "core_register", "value": "easy"}
        assert easy in first.get("condition", []), name
        assert "condition" not in last, f"{name} has no wording that always fits"
        if not name.startswith("utter_outcome_deeper_"):
            assert first.get("metadata", {}).get("picture"), f"{name} has no picture"


def test_what_people_are_told_to_press_is_on_the_pages() -> None:
    """A frightened person looks for just these words."""
    pages = (ROOT / "web" / "words" / "en.yml").read_text(encoding="utf-8")
    quoted = {
        name for path in response_files() for name in PRESSED.findall(path.read_text("utf-8"))
    }

    assert quoted >= {"Exit this page", "Erase what I said"}
    assert {name for name in quoted if f": {name}\n" not in pages} == set()
