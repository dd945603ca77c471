"""A reference of the council's own case system: how two of them are compared."""

import re
import unicodedata

LONGEST = 60
DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def tidy_reference(typed: str) -> str:
    """Return it as it is shown: as typed, without space around it or twice within."""
    return " ".join(typed.split())


def compared(reference: str) -> str:
    """Return what stands for it where two are compared: capitals, spaces and kinds of dash are
    typed differently by different people, and nothing else is."""
    plain = unicodedata.normalize("NFKC", reference).casefold()
    return "".join(DASHES.sub("-", plain).split())


def is_reference(text: str) -> bool:
    """Tell whether it can be one: something to compare, in one short line."""
    return bool(compared(text)) and len(text) <= LONGEST and text.isprintable()
