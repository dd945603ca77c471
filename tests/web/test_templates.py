"""Every template parses, uses what it imports, and asks only for words that are written."""

import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import nodes

from web.views import HERE, environment, in_textarea
from web.wording import NoSuchWords, Words, words_in

FOLDER_OF_TEMPLATES = HERE / "templates"
TEMPLATES = sorted(FOLDER_OF_TEMPLATES.rglob("*.html"))
ASKED = re.compile(r"\bwords((?:\.\w+)+)")


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER_OF_TEMPLATES))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_imported_macros_are_used(path: Path) -> None:
    tree = environment.parse(path.read_text("utf-8"))
    called = {c.node.name for c in tree.find_all(nodes.Call) if isinstance(c.node, nodes.Name)}
    imported = {n for i in tree.find_all(nodes.FromImport) for n in i.names if isinstance(n, str)}

    assert imported - called == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    tree = environment.parse(path.read_text("utf-8"))
    written = "".join(data.data for data in tree.find_all(nodes.TemplateData))

    assert re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>", " ", written)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_words_that_are_asked_for_are_written(path: Path) -> None:
    for asked in ASKED.findall(path.read_text("utf-8")):
        found: Any = words_in()
        for name in asked.strip(".").split("."):
            if not isinstance(found, Words) or name in ("named", "pairs"):
                break
            found = found[name]


def test_words_that_are_not_there_raise() -> None:
    with pytest.raises(NoSuchWords):
        _ = words_in().chat.no_such_thing


def test_a_line_break_at_the_beginning_survives_a_textarea() -> None:
    assert in_textarea("\nx") == "\n\nx"
    assert in_textarea("x\n") == "x\n"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_calls_words_safe(path: Path) -> None:
    """Only markup that stands in the template itself may go through unescaped."""
    tree = environment.parse(path.read_text("utf-8"))
    unescaped = [f for f in tree.find_all(nodes.Filter) if f.name == "safe"]

    assert all(isinstance(f.node, nodes.Const) for f in unescaped)
    assert not list(tree.find_all(nodes.ScopedEvalContextModifier))
