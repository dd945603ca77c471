"""Every conversation in tests/conversations, held over HTTP with all three real processes.

A file is a story: what is said, what is heard, and what the record holds afterwards.
tests/conversations/README.md says how to write one.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.core.asking import ASKING
from tests.stack import ROOT
from tests.talker import Talker

FOLDER = ROOT / "tests" / "conversations"
FILES = sorted(FOLDER.rglob("*.yml"))

Record = dict[str, Any]


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER).with_suffix(""))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_conversation(
    path: Path, talk: Callable[..., Talker], record_of: Callable[[Talker], Record]
) -> None:
    story = yaml.safe_load(path.read_text("utf-8"))
    person = talk(story.get("channel", "web"))

    for number, turn in enumerate(story["turns"], start=1):
        where = f"turn {number} of “{story['story']}”"
        take(person, turn, where)
    record = record_of(person)

    typed = [turn["text"] for turn in record["turns"] if turn["from"] == "person"]
    assert typed == person.said, "every word typed is in the record once, exactly, in order"
    for expected in [story.get("record") or {}]:
        agree(expected, record, "record")
    for absent in story.get("record_without") or []:
        assert absent not in str(without_turns(record)), f"{absent!r} is in the record"


def take(person: Talker, turn: dict[str, Any], where: str) -> None:
    """Do one turn of the story and check what was heard."""
    if turn.get("come_back"):
        person.come_back()
        heard = [message["text"] for message in person.messages[-4:]]
    else:
        answer = person.say(turn["say"])
        heard = [message["text"] for message in answer["messages"]]
    assert person.asking in ASKING
    if "asking" in turn:
        assert person.asking == turn["asking"], f"{where}: asked {person.asking}, heard {heard}"
    for words in turn.get("hears") or []:
        assert any(words in text for text in heard), f"{where}: did not hear {words!r} in {heard}"
    for words in turn.get("never_hears") or []:
        assert not any(words in text for text in heard), f"{where}: heard {words!r}"


def agree(expected: Any, found: Any, where: str) -> None:
    """Hold what is expected to what was found: a mapping's own keys only, a list item by item."""
    if isinstance(expected, dict):
        assert isinstance(found, dict), where
        for key, value in expected.items():
            agree(value, found.get(key), f"{where}.{key}")
    elif isinstance(expected, list):
        assert isinstance(found, list), where
        assert len(found) == len(expected), f"{where}: {found}"
        for at, value in enumerate(expected):
            agree(value, found[at], f"{where}[{at}]")
    else:
        assert found == expected, f"{where}: {found!r}"


def without_turns(record: Record) -> Record:
    return {key: value for key, value in record.items() if key != "turns"}
