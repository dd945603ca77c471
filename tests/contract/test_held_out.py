"""The sentences by which the reader is judged must not be those that it learns from."""

import json
from pathlib import Path

from tests.contract.rasa_files import ROOT, examples

# Shorter ones, such as "yes" or "go back please", are the language itself: nobody could teach the
# reader without them, and no figure rests on them.
SHORT = 3


def plain(sentence: str) -> str:
    return " ".join(sentence.casefold().replace("’", "'").split()).rstrip(".!?")


def held_out() -> list[tuple[Path, str]]:
    files = sorted((ROOT / "tests" / "nlu").glob("*.jsonl"))
    return [
        (path, json.loads(line)["text"])
        for path in files
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]


def test_no_held_out_sentence_is_taught() -> None:
    taught = {plain(sentence) for _, sentence in examples()}

    leaked = [text for _, text in held_out() if plain(text) in taught and len(text.split()) > SHORT]

    assert leaked == []


def test_there_are_held_out_sentences_for_every_intent() -> None:
    from nlp.reading.intents import INTENTS

    path = ROOT / "tests" / "nlu" / "understand.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]

    assert {row["intent"] for row in rows} == set(INTENTS)
