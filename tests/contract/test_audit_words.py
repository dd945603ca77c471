"""Each action that is written to the audit has words for the page that shows it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from api.flag.schemas import DecisionName
from api.opinion.schemas import Answer
from web.wording import words_in

ENDS = {
    "flag_": get_args(DecisionName),
    "override_": ("agreed", "refused"),
    "opinion_": get_args(Answer),
}
ROOT = Path(__file__).parents[2]
# Where the action stands among the arguments: session, actor, action, …; and session, reader,
# casework, action, …, which passes on what it is given.
WRITERS = {"write": 2, "write_audit": 2, "finish": 3}
PASSED_ON = "action"


def calls() -> Iterator[ast.Call]:
    for folder in ("api", "cli"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield node


def actions() -> set[str]:
    found = set()
    for call in calls():
        place = WRITERS.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if place is not None and len(call.args) > place:
            found |= named(call.args[place])
    return found


def named(action: ast.expr) -> set[str]:
    """Return the action, or where it ends in a decision, each that it can be."""
    if isinstance(action, ast.JoinedStr):
        beginning = str(ast.literal_eval(action.values[0]))
        return {beginning + end for end in ENDS[beginning]}
    if isinstance(action, ast.Name) and action.id == PASSED_ON:
        return set()
    if isinstance(action, ast.IfExp):
        return named(action.body) | named(action.orelse)
    assert isinstance(action, ast.Constant), ast.unparse(action)
    return {str(action.value)}


def test_every_action_has_words() -> None:
    written = {name for name, _ in words_in().audit.actions.pairs()}

    assert len(actions()) > 20
    assert actions() - written == set()
