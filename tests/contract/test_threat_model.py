"""Each threat has its test: what docs/threat-model.md names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", PAGE)))


def test_tests_are_named() -> None:
    assert len(NAMED) > 30


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_named_test_is_there(path: str, name: str) -> None:
    written = (ROOT / path).read_text(encoding="utf-8")

    assert f"def {name or 'test_'}{'(' if name else ''}" in written


def threats() -> list[str]:
    part = PAGE.partition("## Who, and what stops them")[2].partition("## What each compromise")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ") and "---" not in line]
    return [row for row in rows if not row.startswith("| what they do")]


def test_each_threat_names_a_test() -> None:
    """By its own name: in a file that has many, nobody could see which one it is."""
    assert len(threats()) > 70
    assert [row for row in threats() if "::test_" not in row] == []
    assert [row for row in threats() if re.search(r"`tests/[^`:]+`", row)] == []
