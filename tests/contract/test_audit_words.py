"""Each action that is written to the audit has words for the page that shows it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from web.wording import words_in

ROOT = Path(__file__).parents[2]
WRITERS = ("write", "write_audit")
ACTION = 2  # session, actor, action, subject, now


def calls() -> Iterator[ast.Call]:
    for folder in ("api", "cli"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield node


def actions() -> set[str]:
    found = set()
    for call in calls():
        named = isinstance(call.func, ast.Name) and call.func.id in WRITERS
        if named and len(call.args) > ACTION:
            action = call.args[ACTION]
            assert isinstance(action, ast.Constant), ast.unparse(call)
            found.add(str(action.value))
    return found


def test_every_action_has_words() -> None:
    written = {name for name, _ in words_in().audit.actions.pairs()}

    assert len(actions()) > 20
    assert actions() - written == set()
