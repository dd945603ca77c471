"""The commands that actions send, against the schema by which the case API takes them."""

import inspect
from typing import Any, get_args

import pytest
from rasa_sdk.executor import CollectingDispatcher

from api.command import schemas
from api.command.handle import handle
from api.command.service import HANDLERS
from bot.actions.case_api import CaseApi
from bot.actions.turn import Turn
from tests.builders import a_tracker, an_assessment

ID = "22222222-2222-4222-8222-222222222222"
# An argument for each parameter that a command can have.
ARGUMENTS: dict[str, Any] = {
    "role": "advocate",
    "relationship": "her IMCA",
    "together": True,
    "whose_words": "reported",
    "kind": "happened",
    "text": "He shouts.",
    "outcome_id": ID,
    "assessment": an_assessment().model_dump(),
    "outcome_ids": [ID],
    "plan_a": ID,
    "plan_b": "33333333-3333-4333-8333-333333333333",
    "wish": "do_not_proceed",
    "reason": "He would be cross.",
    "others_at_risk": "unknown",
    "who": "my son",
    "consent": "ask_first",
    "achieved": "partly",
    "difference": "I sleep.",
    "value": 7,
    "when": "review",
    "level": "now",
    "turn_id": ID,
    "status": "paused",
    "nearest_to": ID,
    "voice": "family",
}
METHODS = [
    name for name, _ in inspect.getmembers(CaseApi, inspect.isfunction) if not name.startswith("_")
]
COMMANDS: list[Any] = list(get_args(get_args(schemas.Command)[0]))


def sent_by(method: str, **changes: Any) -> dict[str, Any]:
    dispatcher = CollectingDispatcher()
    api = CaseApi(dispatcher, Turn.of(a_tracker("He shouts.")))
    signature = inspect.signature(getattr(CaseApi, method))
    parameters = [name for name in signature.parameters if name != "self"]
    arguments = {parameter: ARGUMENTS[parameter] for parameter in parameters}
    if method == "raise_alert":
        arguments["kind"] = "danger"
    getattr(api, method)(**(arguments | changes))
    return dict(dispatcher.messages[0]["custom"])


@pytest.mark.parametrize("method", METHODS)
def test_what_an_action_sends_is_taken_by_the_case_api(method: str) -> None:
    sent = sent_by(method)

    (taken,) = schemas.COMMANDS.validate_python([sent])

    assert sent["command"] == method
    assert taken.model_dump(mode="json", include=set(sent)) == sent


def test_every_command_can_be_sent_by_an_action() -> None:
    known = {get_args(kind.model_fields["command"].annotation)[0] for kind in COMMANDS}

    assert set(METHODS) == known


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: str(kind.__name__))
def test_every_command_has_a_function_that_applies_it(kind: type) -> None:
    assert handle.dispatch(kind) is not handle.dispatch(object)


def test_each_handler_module_is_registered_once() -> None:
    assert len({module.__name__ for module in HANDLERS}) == len(HANDLERS)


def test_the_speakers_and_provenances_are_the_same_on_both_sides() -> None:
    from bot.actions.choices import CONSENT, WHO, WHOSE

    assert set(WHO.values()) == set(get_args(schemas.Speaker))
    assert set(WHOSE.values()) == set(get_args(schemas.Provenance))
    assert set(CONSENT.values()) <= {"share", "ask_first", "not_agreed"}


@pytest.mark.parametrize("method", [m for m in METHODS if "id" in sent_by(m)])
def test_the_same_turn_run_again_gives_the_same_id(method: str) -> None:
    assert sent_by(method)["id"] == sent_by(method)["id"]
