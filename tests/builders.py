"""Make valid objects in one line. A test names only what it is about."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from rasa_sdk import Tracker

from api.command.schemas import Assessment
from api.turn.bot import BotAnswer, BotUnavailable, Reply


def a_tracker(
    words: str = "",
    intent: str = "inform",
    *,
    asking: str | None = None,
    loop: str | None = None,
    turn_id: str = "11111111-1111-4111-8111-111111111111",
    **slots: Any,
) -> Tracker:
    """A conversation with these slots, the given question open, and one message just read. A new
    one each call."""
    return Tracker(
        "person-1",
        {**slots, "requested_slot": asking},
        {
            "text": words,
            "intent": {"name": intent},
            "entities": [],
            "metadata": {"words": words, "turn_id": turn_id},
        },
        [],
        False,
        None,
        {"name": loop} if loop else {},
        "action_listen",
    )


def an_assessment(**changes: Any) -> Assessment:
    fields: dict[str, Any] = {
        "label": "personal",
        "confidence": 0.9,
        "themes": ["safer"],
        "model": "test",
    }
    return Assessment(**(fields | changes))


def an_answer(text: str = "Thank you.", **changes: Any) -> BotAnswer:
    fields: dict[str, Any] = {
        "messages": [Reply(text=text)],
        "commands": [],
        "state": {"version": 1, "slots": {}},
        "asking": "outcome",
        "intent": "inform",
    }
    return BotAnswer.model_validate(fields | changes)


class FakeBot:
    """Stands in for Rasa where a test is about what is kept, not about what is said."""

    def __init__(self) -> None:
        self.away = False
        self.asked: list[dict[str, Any]] = []
        self.answers: list[BotAnswer] = []

    def turn(self, body: Mapping[str, Any]) -> BotAnswer:
        self.asked.append(dict(body))
        if self.away:
            raise BotUnavailable("away")
        return self.answers.pop(0) if self.answers else an_answer()


def a_statement(text: str, **changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "command": "record_statement",
        "id": str(uuid4()),
        "kind": "other",
        "text": text,
        "said_by": "adult",
        "provenance": "verbatim",
    }
    return fields | changes


def an_outcome(text: str, **changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "command": "record_outcome",
        "id": str(uuid4()),
        "text": text,
        "said_by": "adult",
        "provenance": "verbatim",
        "assessment": an_assessment().model_dump(),
    }
    return fields | changes


def an_override(outcome_id: str, **changes: Any) -> dict[str, Any]:
    """A decision against a wish, with every part that it needs."""
    reasons = {
        "basis_other": "", "decided_by": "J Doe", "decider_role": "Head of service",
        "why": "A life.", "tried": "We asked twice.", "told": "On Monday. She is cross.",
        "not_told": "",
    }  # fmt: skip
    fields: dict[str, Any] = {
        "wish": "outcome",
        "outcome_id": outcome_id,
        "basis": "vital_interests",
        "decided_on": "2026-01-05",
        "told": "told",
        "reasons": reasons,
    }
    return fields | changes
