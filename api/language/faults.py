"""What is wrong with a translation, in words for whoever translates. A text with a fault is not
shown: English is."""

import re
from collections.abc import Sequence

from api.language.sources import Entry, gaps_in

# A telephone number, or another that must reach the reader as it is.
FIGURES = re.compile(r"\d{2,}")


def faults_in(entry: Entry, translated: Sequence[str]) -> list[str]:
    """Return what is wrong, or nothing. `translated` has one text, or one for each plural form."""
    found = [fault for text in translated for fault in _faults(entry, text)]
    return list(dict.fromkeys(found))


def _faults(entry: Entry, text: str) -> list[str]:
    english = (entry.text, entry.many or entry.text)
    needed = gaps_in(english[0]) & gaps_in(english[1])
    known = gaps_in(english[0]) | gaps_in(english[1])
    if entry.many is not None:
        needed -= {"number"}  # a form for one may say it in a word
    gaps = gaps_in(text)
    found = [f"{{{name}}} is missing" for name in sorted(needed - gaps)]
    found += [f"{{{name}}} is not in the English" for name in sorted(gaps - known)]
    if text.count("{") != len(gaps_in_order(text)) or text.count("}") != text.count("{"):
        found.append("a bracket { or } is left open")
    figures = set(FIGURES.findall(" ".join(english))) - set(FIGURES.findall(text))
    return found + [f"the number {one} is missing" for one in sorted(figures)]


def gaps_in_order(text: str) -> list[str]:
    return re.findall(r"\{[^{}]*\}", text)
