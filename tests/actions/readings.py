"""What a reader would make of the words, said beforehand."""

from typing import Any

import pytest

import nlp
from bot.actions import outcome_words
from nlp.types import Assessment, Span


def read_as(
    monkeypatch: pytest.MonkeyPatch, label: Any, confidence: float = 0.9, *spans: Span
) -> None:
    """Have every wording read so: these tests are about what follows from a reading."""
    found = Assessment(label, confidence, spans, ("other",), "test")
    monkeypatch.setattr(nlp, "assess", lambda text, **_: found)
    monkeypatch.setattr(outcome_words, "beyond_reach", lambda text: False)
