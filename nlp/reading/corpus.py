"""The examples that training reads: bot/data/*/*.yml, the patterns' own, and what people want in
nlp/corpus."""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import yaml

from nlp.learn.corpus import Utterance, read_corpus
from nlp.reading.intents import INFORM, INTENTS
from nlp.reading.questions import open_question
from nlp.reading.rules import Rules

ROOT: Final = Path(__file__).resolve().parents[2]
BOT_DATA: Final = ROOT / "bot" / "data"
PLAIN: Final = Path(__file__).resolve().parent / "examples"
# Where wishes of each label are said.
WISHED_AT: Final = {
    "personal": ("outcome", "more", "outcome_deeper", "outcome"),
    "mixed": ("outcome", "more"),
    "service": ("outcome", "more", "plan_b"),
}
# Lines whose label was settled later, by id, with the label they have been taught by here. The
# reading that stands measured and walked through was fitted with them so (0022-vectors.md).
TAUGHT_AS: Final = Path(__file__).with_name("taught_as.json")
EVERY: Final = 4
LONGEST_WISH: Final = 25  # words
HURTS: Final = re.compile(r"\b(hurt|harm|cut|hit)\w* (my|him|her|them)", re.IGNORECASE)
# The frozen tests, in the order in which they were written: docs/reading.md says by whom.
TESTS: Final = ("understand", "second", "third", "fourth")


@dataclass(frozen=True)
class Row:
    """One example. `question` is "any" where the words mean the same at every question."""

    text: str
    intent: str
    question: str
    source: str


def _rows_of(block: dict[str, Any], source: str) -> list[Row]:
    question = open_question((block.get("metadata") or {}).get("asking"))
    lines = [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]
    return [Row(text, block["intent"], question, source) for text in lines if text]


def bot_rows(folder: Path = BOT_DATA) -> list[Row]:
    """Return every example of the NLU files, the bot's and ours, in a steady order, each once."""
    rows: dict[tuple[str, str, str], Row] = {}
    for path in [*sorted(folder.glob("*/*.yml")), *sorted(PLAIN.glob("*.yml"))]:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for block in content.get("nlu") or []:
            if block.get("intent") in INTENTS:
                for row in _rows_of(block, path.parent.name):
                    rows.setdefault((row.text, row.intent, row.question), row)
    return list(rows.values())


def pattern_rows(rules: Rules) -> list[Row]:
    """Return the patterns' own examples: what a pattern must match is an example of its intent."""
    return [
        Row(text, p.intent, "any", "patterns")
        for p in rules.patterns
        if p.level in (None, "now") and p.at is None
        for text in p.match
    ]


def wish_rows() -> list[Row]:
    """Return a quarter of what people want in nlp/corpus, as the answers that it is.

    Wishes are full of the words of alarms ("die", "not find me", "watched"): nothing else teaches
    so well what is none. Unclear ones may be no answer and are left out, as is hurting oneself.
    """
    taught_as = json.loads(TAUGHT_AS.read_text(encoding="utf-8"))
    every = (replace(row, label=taught_as.get(row.id, row.label)) for row in read_corpus())
    return [_as_answer(row) for row in every if row.label in WISHED_AT and _is_taken(row)]


def _is_taken(row: Utterance) -> bool:
    short = len(row.text.split()) <= LONGEST_WISH
    return short and crc32(row.text.encode()) % EVERY == 0 and not HURTS.search(row.text)


def _as_answer(row: Utterance) -> Row:
    places = WISHED_AT[row.label]
    place = places[crc32(row.text.encode()) // EVERY % len(places)]
    return Row(row.text, INFORM, place, "wishes")


def frozen_rows(test: str) -> list[Row]:
    """Return the messages of one of TESTS."""
    return jsonl_rows(ROOT / "tests" / "nlu" / f"{test}.jsonl")


def jsonl_rows(path: Path) -> list[Row]:
    """Return rows of a test file; "asking" (older files say "stage") may be left out."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        kept = json.loads(line)
        asking = open_question(kept.get("asking", kept.get("stage")))
        rows.append(Row(kept["text"], kept["intent"], asking, path.name))
    return rows
