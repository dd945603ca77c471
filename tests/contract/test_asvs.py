"""docs/asvs.md says something of every requirement, and names tests that are there; and what only
the source itself can show of them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|\n ").split(" | ")]
    for line in PAGE.splitlines()
    if re.match(r"\| \d+\.\d+\.\d+ \|", line)
]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", PAGE)))
PLACES = sorted(set(re.findall(r"`((?:docs|api|nlp|web)/[\w/.-]+)`", PAGE)))
VERDICTS = ("holds", "in part", "does not", "operator", "n/a")
# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has. Those of level 3 stand
# among them: their numbers are left out.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11,
    "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1,
    "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5,
    "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
REDIRECTS = ("follow_redirects", "allow_redirects")
PROGRAM = ("api", "web", "cli", "nlp", "bot/actions", "bot/channel")


def test_every_requirement_has_its_line() -> None:
    wanted = [f"{part}.{n}" for part, count in SECTIONS.items() for n in range(1, count + 1)]

    assert [row[0] for row in ROWS] == wanted
    assert len(wanted) == 253


def test_every_line_has_a_verdict_and_what_it_rests_on() -> None:
    for number, asked, verdict, evidence in ROWS:
        assert asked, number
        assert verdict in VERDICTS, number
        assert evidence, number
        assert verdict != "holds" or "`" in evidence or "below" in evidence, number


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_named_test_is_there(path: str, name: str) -> None:
    written = (ROOT / path).read_text(encoding="utf-8")

    assert not name or f"def {name}(" in written


@pytest.mark.parametrize("place", PLACES)
def test_a_named_file_is_there(place: str) -> None:
    assert (ROOT / place).exists()


@cache
def in_folder(folder: str) -> list[tuple[Path, ast.Module]]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def parsed(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        yield from in_folder(folder)


def of_re(call: ast.AST) -> bool:
    """Tell whether it calls a function of Python's `re`."""
    function = call.func if isinstance(call, ast.Call) else None
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
        return False
    return function.value.id == "re"


def test_no_expression_is_built_from_what_was_typed() -> None:
    """Patterns are constants, or made of constants while a module is loaded. The few functions
    that are given one are given ours."""
    ours = {"choices.py", "phrases.py", "sayings.py"}
    for path, tree in parsed("api", "web", "bot/actions", "bot/channel"):
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef) or path.name in ours:
                continue
            for call in filter(of_re, ast.walk(function)):
                assert isinstance(call, ast.Call)
                assert isinstance(call.args[0], ast.Constant), f"{path}: {ast.unparse(call)}"


def test_no_secret_comes_from_a_guessable_generator() -> None:
    for path, tree in parsed("api", "web", "bot/actions", "bot/channel"):
        imported = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
        names = {a.name for n in imported for a in n.names} | {
            n.module for n in imported if isinstance(n, ast.ImportFrom)
        }

        assert "random" not in names, path


def test_old_hashes_and_ciphers_are_used_nowhere() -> None:
    old = {"md5", "sha1", "MD5", "SHA1", "ECB", "CBC", "ARC4", "TripleDES", "PKCS1v15", "Fernet"}
    for path, tree in parsed(*PROGRAM):
        used = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        used |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}

        assert not used & old, path
    # What signs by SHA-1 where it is told nothing else.
    sso = (ROOT / "api/user/sso.py").read_text(encoding="utf-8")
    assert sso.count("URLSafeTimedSerializer(") == sso.count("signer_kwargs=SIGNED_WITH") == 1


def test_no_call_to_another_host_follows_a_redirect() -> None:
    """httpx2 follows none where it is not told to."""
    for path, tree in parsed("api", "web", "bot/actions"):
        for keyword in ast.walk(tree):
            if isinstance(keyword, ast.keyword) and keyword.arg in REDIRECTS:
                assert ast.unparse(keyword.value) == "False", path
