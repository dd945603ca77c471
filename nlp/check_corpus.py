"""Check the corpus: `python -m nlp.check_corpus [FOLDER]` exits 1 and names each fault."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nlp.learn.corpus import TEST, WISHES
from nlp.settings import CORPUS

Placed = tuple[str, dict[str, Any]]  # ("home.jsonl, line 3", the row)
SIDES = {
    "personal": {"personal"},
    "service": {"service"},
    "mixed": {"personal", "service"},
    "unclear": set[str](),
}
MOST_ALIKE = 3  # the likest earlier utterances that are looked at
ALIKE = 0.5  # share of word triples two utterances may have in common


def check(folder: Path = CORPUS) -> list[str]:
    """Return the faults, each with its file and line."""
    schema = json.loads((CORPUS / "schema.json").read_text(encoding="utf-8"))
    faults: list[str] = []
    rows: list[Placed] = []
    for path in [*sorted(folder.glob("*.jsonl")), *sorted((folder / WISHES).glob("*.jsonl"))]:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            place = f"{path.name}, line {number}"
            if line:
                try:
                    rows.append((place, json.loads(line)))
                except ValueError as error:
                    faults.append(f"{place}: {error}")
    for place, row in rows:
        faults += [f"{place}: {fault}" for fault in row_faults(row, schema)]
    ids = Counter(row.get("id") for _, row in rows)
    faults += [f"{place}: id used twice" for place, row in rows if ids[row.get("id")] > 1]
    return faults + list(_near_duplicates(rows))


def row_faults(row: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one row: its fields, its spans, and whether they fit its label."""
    fields = schema["properties"]
    if set(row) != set(schema["required"]):
        yield "fields missing or unknown"
        return
    for name in ("label", "voice"):
        if row[name] not in fields[name]["enum"]:
            yield f"unknown {name} {row[name]!r}"
    if not set(row["themes"]) <= set(fields["themes"]["items"]["enum"]):
        yield "unknown theme"
    if bool(row["themes"]) != (row["label"] in ("personal", "mixed")):
        yield "themes belong to personal and mixed, and to them only"
    kinds = fields["spans"]["items"]["properties"]["kind"]["enum"]
    for span in row["spans"]:
        if span["text"] not in row["text"]:
            yield f"span not in the text: {span['text']!r}"
        if span["side"] == "service" and span.get("kind") not in kinds:
            yield "a service span needs a kind"
    if {span["side"] for span in row["spans"]} != SIDES.get(row["label"]):
        yield "the sides of the spans do not fit the label"


def _triples(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[^\W\d_]+", text.lower().replace("'", ""))
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset([tuple(words)])


def alike(rows: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Pairs of (text, label) rows, later first: same label, over half of the triples shared.

    A pair that changes the label is a minimal pair, and is wanted.
    """
    holders: dict[tuple[str, ...], list[int]] = {}
    kept: list[frozenset[tuple[str, ...]]] = []
    for number, (text, label) in enumerate(rows):
        mine = _triples(text)
        shared = Counter(other for triple in mine for other in holders.get(triple, ()))
        for other, count in shared.most_common(MOST_ALIKE):
            if rows[other][1] == label and count / len(mine | kept[other]) > ALIKE:
                yield number, other
        kept.append(mine)
        for triple in mine:
            holders.setdefault(triple, []).append(number)


def _near_duplicates(rows: Sequence[Placed]) -> Iterator[str]:
    """Within what is learnt from, and within the test. Between the two, `nlp.evaluate` leaves out
    of learning whatever is like the test; bare words ("Home") may stand in both."""
    for is_test in (True, False):
        part = [(p, r) for p, r in rows if p.startswith(TEST) == is_test]
        pairs = alike([(str(r.get("text", "")), str(r.get("label", ""))) for _, r in part])
        for number, other in pairs:
            yield f"{part[number][0]}: nearly the same as {part[other][0]}"


def main(arguments: Sequence[str]) -> int:
    faults = check(Path(arguments[0]) if arguments else CORPUS)
    sys.stdout.write("\n".join([*faults, f"{len(faults)} faults"]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
