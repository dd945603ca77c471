"""Read the labelled utterances of `nlp/corpus`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from nlp.errors import CorpusError
from nlp.settings import CORPUS
from nlp.types import Label, Side

TEST = "test.jsonl"  # frozen: never read by training
WISHES = "wishes"  # a folder of lines that teach themes alone


@dataclass(frozen=True, slots=True)
class GoldSpan:
    start: int
    end: int
    side: Side
    kind: str | None


@dataclass(frozen=True, slots=True)
class Utterance:
    id: str
    text: str
    label: Label
    spans: tuple[GoldSpan, ...]
    themes: tuple[str, ...]
    voice: str
    topic: str
    trap: str
    source: str  # the file's name without its ending
    for_themes: bool = False  # teaches themes alone, not what is a wish and what a service


def read_file(path: Path) -> list[Utterance]:
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                found.append(_utterance(json.loads(line), path.stem))
            except (ValueError, KeyError, TypeError) as error:
                raise CorpusError(f"{path.name}, line {number}: {error}") from error
    return found


def read_corpus(folder: Path = CORPUS) -> list[Utterance]:
    """Every utterance but the frozen test, in a fixed order."""
    return list(_all(p for p in sorted(folder.glob("*.jsonl")) if p.name != TEST))


def read_wishes(folder: Path = CORPUS) -> list[Utterance]:
    """The lines that teach themes alone, in a fixed order.

    They are wishes, nearly all of them: taught as well, they would change how often a wish is
    expected, which the other files keep as it is.
    """
    found = _all(sorted((folder / WISHES).glob("*.jsonl")))
    return [replace(row, for_themes=True) for row in found]


def read_test(folder: Path = CORPUS) -> list[Utterance]:
    path = folder / TEST
    return read_file(path) if path.exists() else []


def _all(paths: Iterable[Path]) -> Iterable[Utterance]:
    for path in paths:
        yield from read_file(path)


def _utterance(row: dict[str, Any], source: str) -> Utterance:
    text = str(row["text"])
    return Utterance(
        id=str(row["id"]),
        text=text,
        label=cast(Label, row["label"]),
        spans=tuple(_span(text, span) for span in row.get("spans", [])),
        themes=tuple(row.get("themes", [])),
        voice=str(row.get("voice", "")),
        topic=str(row.get("topic", "")),
        trap=str(row.get("trap", "")),
        source=source,
    )


def _span(text: str, span: dict[str, Any]) -> GoldSpan:
    start = text.index(span["text"])
    return GoldSpan(start, start + len(span["text"]), span["side"], span.get("kind"))
