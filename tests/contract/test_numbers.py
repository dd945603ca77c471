"""No telephone number is written in the program but those for the whole nation."""

import re
import subprocess
from pathlib import Path

from tests.contract.rasa_files import ROOT, read_yaml, response_files

# Emergencies; "press 55" when asked; Relay UK; the Samaritans; NHS 111.
NATIONAL = {"999", "55", "18000", "116123", "111"}
LOOKS_LIKE_ONE = re.compile(r"(?<![\w.-])(?:\+44 ?|0)\d(?:[ -]?\d){8,9}(?![\w-])")
SAID = re.compile(r"(?<![\w.])\d[\d ]*\d(?!\w)")


def text_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    ours = (ROOT / name for name in listed if not name.startswith(("tests/", "docs/pictures")))
    return [path for path in ours if path.is_file()]


def test_the_bot_says_no_number_but_the_national_ones() -> None:
    said = {
        number.replace(" ", "")
        for path in [*response_files(), ROOT / "api" / "turn" / "words.yml"]
        for line in path.read_text("utf-8").splitlines()
        if not line.lstrip().startswith(("#", "- {title", "version"))
        for number in SAID.findall(line)
    }

    assert said - NATIONAL - {"10"} == set()


def test_no_local_number_stands_anywhere_in_the_program() -> None:
    found = {
        (str(path.relative_to(ROOT)), number)
        for path in text_files()
        if path.suffix
        in {".py", ".yml", ".html", ".md", ".ts", ".json", ".jsonl", ".toml", ".example"}
        if path.name != "package-lock.json"
        for number in LOOKS_LIKE_ONE.findall(path.read_text("utf-8"))
    }

    assert found == set()


def test_the_sites_own_words_are_all_named() -> None:
    from api.turn.away import SAFETY

    written = set(read_yaml(ROOT / "api" / "turn" / "words.yml"))

    assert {known.says for known in SAFETY.values()} <= written
