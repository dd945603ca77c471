"""What Babel calls to read our files of words: locale/people.cfg and locale/practitioners.cfg name
it."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from api.language.sources import RESPONSES, ROOT, SOURCES, Entry, entries_of, gaps_in

# As Babel wants them: line, function whose arguments they would be, arguments, comments.
Found = tuple[int, str, tuple[str, ...], list[str]]


def extract(
    file: BinaryIO,
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterator[Found]:
    """Return the texts of one file that are for `options["part"]`, each with its key as context."""
    path = str(Path(file.name).resolve().relative_to(ROOT))
    source = next(one for one in (*SOURCES, *RESPONSES) if one.path == path)
    for entry in entries_of(source):
        if entry.part == options["part"]:
            yield _found(entry)


def _found(entry: Entry) -> Found:
    gaps = sorted(gaps_in(entry.text) | gaps_in(entry.many or ""))
    comments = list(entry.comments)
    if gaps:
        kept = ", ".join(f"{{{gap}}}" for gap in gaps)
        comments.append(f"Keep as it is, where your language needs it: {kept}.")
    if entry.many is None:
        return entry.line, "pgettext", (entry.key, entry.text), comments
    return entry.line, "npgettext", (entry.key, entry.text, entry.many), comments
