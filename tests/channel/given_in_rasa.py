"""What the checks in Rasa's own Python share."""

import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import turn

ROOT = Path(__file__).parents[2]
DOMAIN = Domain.load(str(ROOT / "domain.yml"))
STATE: dict[str, Any] = {
    "version": 1,
    "slots": {"role_who": "adult", "outcome_list": [{"id": "1", "text": "I want nothing done"}]},
    "active_loop": "story_form",
    "requested_slot": "story_feelings",
}
agent = types.SimpleNamespace(domain=DOMAIN, is_ready=lambda: True)


def rebuilt(state: dict[str, Any], **settings: Any) -> DialogueStateTracker:
    return turn.tracker_from(agent, {"sender": "a", "state": state, "settings": settings})


def raised(kind: type[Exception], call: Callable[[], Any]) -> Exception:
    """Return the exception that the call raises; pytest is not in this environment."""
    try:
        call()
    except Exception as error:
        if isinstance(error, kind):
            return error
        raise
    raise AssertionError(f"no {kind.__name__} was raised")
