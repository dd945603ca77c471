"""Two languages that nobody speaks, to try the pages in: en_XA is English with accents, ar_XB is
written from right to left. Each line stands in brackets: what has none is not from a catalogue."""

import re
import string
from pathlib import Path

from babel.messages.catalog import Catalog

from api.language.catalogue import empty, written
from api.language.shelf import DOMAINS, po_file
from api.language.sources import Part

ACCENTED, RIGHT_TO_LEFT = "en_XA", "ar_XB"
LETTERS = {
    ACCENTED: str.maketrans(
        string.ascii_letters, "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
    ),
    RIGHT_TO_LEFT: str.maketrans(string.ascii_letters, "ابتثجحخدذرزسشصضطظعغفقكلمنه" * 2),
}
# What must reach the reader as it is: gaps.
KEPT = re.compile(r"(\{[^{}]*\})")
# Each of their lines is a row of keys, which the page cuts at its blanks.
ROWS = re.compile(r"^kiosk\.keyboard\.(rows|signs)\.")


def pseudo(code: str, part: Part) -> Catalog:
    """Return a whole translation, made by rule, with every plural form."""
    catalog = empty(code, part)
    for message in catalog:
        if isinstance(message.id, tuple | list):
            one, many = message.id
            forms = [one, *[many] * (catalog.num_plurals - 1)]
            message.string = tuple(changed(code, form) for form in forms)
        elif message.id and ROWS.match(str(message.context)):
            message.string = " ".join(changed(code, key) for key in message.id.split())
        elif message.id:
            message.string = changed(code, message.id)
    return catalog


def lay(code: str, folder: Path) -> None:
    for part in DOMAINS:
        path = po_file(folder, code, part)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(pseudo(code, part)))


def changed(code: str, text: str) -> str:
    return "\n".join(f"[{_line(code, line)}]" for line in text.split("\n"))


def _line(code: str, line: str) -> str:
    parts = KEPT.split(line)
    return "".join(
        part if at % 2 else part.translate(LETTERS[code]) for at, part in enumerate(parts)
    )
