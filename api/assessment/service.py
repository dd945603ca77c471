"""Read a practitioner's own wording, as the record's outcomes are read. Nothing is kept."""

from dataclasses import asdict
from typing import Any

import nlp
from api.reader import Reader, must


def assess(reader: Reader, text: str) -> dict[str, Any]:
    """Return what was noticed in `text`, with the next gentle question as `deeper`, which is None
    where there is none to ask. Raises NotAllowed."""
    must(reader, "assess")
    found = nlp.assess(text, audience="practitioner")
    deeper = nlp.deepen(found)
    return {**found.as_dict(), "deeper": deeper and asdict(deeper)}
