"""What the bot says, from its own catalogue, so that a demonstration reads as the chat does."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from api.turn.bot import Reply
from cli.paths import ROOT

CATALOGUE = Path("bot/domain/responses")
KINDS = (("utter_safety_", "safety"), ("utter_ask_", "ask"))


@cache
def catalogue() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((ROOT / CATALOGUE).glob("*.yml")):
        found |= yaml.safe_load(path.read_text("utf-8"))["responses"]
    return found


def say(name: str, slots: Mapping[str, str | None]) -> Reply:
    """Return the response as Rasa would choose it for these slots. Raises KeyError for a response,
    or for a word in it, that is not known."""
    chosen = next(one for one in catalogue()[name] if _holds(one, slots))
    about = chosen.get("metadata") or {}
    kind = about.get("kind") or next((k for begin, k in KINDS if name.startswith(begin)), "say")
    choices = [
        {"title": button["title"], "value": button.get("payload") or button["title"]}
        for button in chosen.get("buttons") or []
    ]
    text = str(chosen["text"]).format_map(slots)
    picture = about.get("picture")
    return Reply.model_validate(
        {"text": text, "kind": kind, "choices": choices, "picture": picture}
    )


def _holds(variation: Mapping[str, Any], slots: Mapping[str, str | None]) -> bool:
    conditions = variation.get("condition") or []
    return all(slots.get(one["name"]) == one["value"] for one in conditions)
