"""Read a practitioner's own wording, as the record's outcomes are read. Nothing is kept."""

from typing import Any

import nlp
from api.reader import Reader, must


def assess(reader: Reader, text: str) -> dict[str, Any]:
    """Return what was noticed in `text`. Raises NotAllowed."""
    must(reader, "assess")
    return dict(nlp.assess(text, audience="practitioner").as_dict())
