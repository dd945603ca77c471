"""What the reader noticed in an outcome's words, as flags that a practitioner can decide on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from api.models import Flag, Outcome

# Where the words read as a service and no part of them was marked, the whole is the flag.
WHOLE = "whole"


def noticed(
    outcome: Outcome, number: int, spans: Sequence[dict[str, Any]], now: datetime
) -> list[Flag]:
    """Return the flags of one version. They hold places and kinds, never words."""
    places = [
        (int(span["start"]), int(span["end"]), str(span["kind"]))
        for span in spans
        if span.get("kind") and span.get("side", "service") == "service"
    ]
    if not places and outcome.label in ("service", "mixed"):
        places = [(0, 0, WHOLE)]
    return [
        Flag(
            id=uuid4(),
            conversation_id=outcome.conversation_id,
            outcome_id=outcome.id,
            number=number,
            start=start,
            end=end,
            kind=kind[:40],
            source="noticed",
            at=now,
        )
        for start, end, kind in places
    ]
