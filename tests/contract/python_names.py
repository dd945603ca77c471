"""Every name that Python says to Rasa, and every class that answers to one."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import Any

from rasa_sdk import Action

import bot.actions
from bot.actions import names
from bot.actions.forms import QuestionForm


def constants(of: type) -> set[str]:
    return {value for name, value in vars(of).items() if not name.startswith("_")}


def constant_names(of: type) -> list[str]:
    return [name for name in vars(of) if not name.startswith("_")]


@cache
def action_classes() -> dict[str, type[Action]]:
    """Return every action by the name it answers to. rasa-sdk finds them in the same way."""
    for module in pkgutil.walk_packages(bot.actions.__path__, "bot.actions."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    concrete = (kind for kind in _below(Action) if kind.__module__.startswith("bot.actions"))
    return {kind().name(): kind for kind in concrete if not inspect.isabstract(kind)}


def forms() -> dict[str, QuestionForm]:
    """Return every form's own action by the form's name."""
    found: dict[str, QuestionForm] = {}
    for kind in action_classes().values():
        made: Any = kind()
        if isinstance(made, QuestionForm):
            found[made.form] = made
    return found


def deeper_questions() -> set[str]:
    """Return every response that nlp.deepen can choose, and those for a wish beyond reach."""
    from bot.actions.outcome_words import WISH_QUESTIONS
    from nlp.data_files import read_resource
    from nlp.deeper import NAMED

    rows = list(read_resource("rungs.jsonl"))
    plain = {f"{row['key']}_{step}" for row in rows for step in range(1, row["rungs"] + 1)}
    named = {f"{row['key']}_1{NAMED}" for row in rows if row["named"]}
    return {names.Prefix.DEEPER + question for question in plain | named | set(WISH_QUESTIONS)}


def _below(kind: type[Action]) -> Iterator[type[Action]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
