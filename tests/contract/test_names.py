"""The names that Python uses, against the domain that Rasa is trained on."""

from typing import Any

import pytest

from api.core.asking import ASKING as CONTRACT
from bot.actions import turn
from bot.actions.forms import ANSWERS, WAKES
from bot.actions.names import Form, Slot
from bot.questions import ASKING, NONE, asking_of
from nlp.reading.intents import INTENTS
from nlp.reading.questions import QUESTIONS
from tests.contract.python_names import action_classes, constants, forms
from tests.contract.rasa_files import examples, load_domain, rules, steps

# Turns that nobody typed, and a choice of topic: never read from words by a model.
NOT_READ = {"begin", "come_back", "choose_topic", "erase_all"}


def test_every_slot_python_names_exists(domain: dict[str, Any]) -> None:
    assert constants(Slot) - set(domain["slots"]) == set()


def test_every_slot_is_named_in_python(domain: dict[str, Any]) -> None:
    assert set(domain["slots"]) - constants(Slot) == set()


def test_no_slot_steers_a_policy(domain: dict[str, Any]) -> None:
    steering = [
        n for n, slot in domain["slots"].items() if slot.get("influence_conversation", True)
    ]

    assert steering == []


def test_the_forms_python_names_are_those_of_the_domain(domain: dict[str, Any]) -> None:
    assert constants(Form) == set(domain["forms"])


def test_every_action_of_the_domain_has_a_class_and_every_class_is_known(
    domain: dict[str, Any],
) -> None:
    assert set(action_classes()) == set(domain["actions"])


def test_every_action_is_named_after_its_class() -> None:
    def camel(name: str) -> str:
        return "".join(word.title() for word in name.split("_"))

    misnamed = {
        n: kind.__name__ for n, kind in action_classes().items() if camel(n) != kind.__name__
    }

    assert misnamed == {}


def test_every_form_has_its_own_action() -> None:
    assert set(forms()) == set(load_domain()["forms"])


@pytest.mark.parametrize("form", sorted(load_domain()["forms"]))
def test_every_question_of_a_form_can_be_asked_and_answered(
    form: str, domain: dict[str, Any]
) -> None:
    for slot in domain["forms"][form]["required_slots"]:
        asked = (
            f"utter_ask_{slot}" in domain["responses"],
            f"action_ask_{slot}" in domain["actions"],
        )
        assert sorted(asked) == [False, True], slot
        assert hasattr(forms()[form], f"answer_{slot}"), slot


@pytest.mark.parametrize("form", sorted(load_domain()["forms"]))
def test_the_intents_a_form_takes_otherwise_are_known_and_at_its_own_questions(
    form: str, domain: dict[str, Any]
) -> None:
    made = forms()[form]
    for exceptions in (made.also_answers, made.not_answers):
        assert set(exceptions) <= set(domain["forms"][form]["required_slots"])
        assert set().union(*exceptions.values()) <= set(domain["intents"])


@pytest.mark.parametrize("form", sorted(load_domain()["forms"]))
def test_every_form_has_a_rule_that_says_what_follows_it(form: str) -> None:
    following = [
        rule["rule"]
        for rule in rules()
        if rule["steps"][:2] == [{"action": form}, {"active_loop": None}]
    ]

    assert len(following) == 1


def test_every_form_is_opened_by_a_rule_or_an_action(domain: dict[str, Any]) -> None:
    import inspect

    opened_by_python = {
        name
        for name in vars(Form)
        for kind in action_classes().values()
        if f"Form.{name}" in inspect.getsource(inspect.getmodule(kind) or kind)
    }
    by_name = {getattr(Form, name) for name in opened_by_python}

    assert set(domain["forms"]) - steps("active_loop") - by_name == set()


def test_every_question_has_a_name_in_the_chat_contract() -> None:
    questions = {s for form in load_domain()["forms"].values() for s in form["required_slots"]}

    assert set(ASKING) == questions
    assert {*ASKING.values(), NONE} <= set(CONTRACT)
    assert asking_of(None) == asking_of("no_such_slot") == "none"


def test_the_reader_knows_every_question_of_the_contract() -> None:
    assert set(QUESTIONS) == set(CONTRACT)


def test_the_intents_of_the_domain_are_those_that_are_read(domain: dict[str, Any]) -> None:
    assert set(domain["intents"]) - NOT_READ == set(INTENTS)


def test_every_intent_of_the_domain_is_an_answer_or_has_a_rule(domain: dict[str, Any]) -> None:
    unserved = set(domain["intents"]) - ANSWERS - steps("intent")

    assert unserved == set()


def test_every_intent_that_rules_and_python_name_is_known(domain: dict[str, Any]) -> None:
    assert (steps("intent") | ANSWERS | WAKES | {turn.AFFIRM, turn.DENY}) <= set(domain["intents"])


def test_every_example_teaches_a_known_intent() -> None:
    assert {intent for intent, _ in examples()} == set(INTENTS)


def test_every_rule_is_named_once() -> None:
    named = [rule["rule"] for rule in rules()]

    assert sorted(set(named)) == sorted(named)


def test_every_action_a_rule_runs_exists(domain: dict[str, Any]) -> None:
    known = {*domain["actions"], *domain["forms"], *domain["responses"]}

    assert steps("action") - known - {"action_deactivate_loop", "action_listen"} == set()
