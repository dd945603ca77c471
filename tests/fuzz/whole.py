"""Forms that are whole: odd input alone never comes past the first part that is missing."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.builders import an_override

Ids = Mapping[str, str]
Form = dict[str, Any]
REASONS = {
    "about": "Who holds her bank card", "support": "Her own pace, at home.",
    "evidence": "She told it back.", "person": "I give it to whom I like.",
    "assessed_by": "J Doe", "assessor_role": "Social worker",
}  # fmt: skip


def _closing(ids: Ids) -> Form:
    details = {"declined": "No, thank you.", "next_time": "Ring Jo."}
    return {"review": "declined", "agreed": "yes", "details": details}


# By the end of the address, after the conversation's id.
WHOLE: Mapping[str, Callable[[Ids], Form]] = {
    "/messages": lambda _: {"text": "We will ring on Monday."},
    "/flags/{flag_id}/decisions": lambda _: {"decision": "accepted"},
    "/outcomes/{outcome_id}/summary": lambda _: {"text": "Help that she chooses."},
    "/informed": lambda _: {"told_on": "2026-01-05", "how": "phone", "text": "What we do next."},
    "/closing": _closing,
    "/overrides": lambda ids: an_override(ids["outcome_id"]),
    "/overrides/{override_id}/signature": lambda _: {"answer": "agreed"},
    "/opinions": lambda ids: {"flag_id": ids["flag_id"], "username": ids["username"]},
    "/opinions/{opinion_id}/answer": lambda _: {"answer": "agreed", "note": "Yes."},
    "/outcomes/{outcome_id}/weighing": lambda _: {"good": "Rest.", "person": "I want it."},
    "/capacity": lambda _: {"finding": "has", "assessed_on": "2026-01-05", "reasons": REASONS},
    "/interests": lambda ids: {"username": ids["username"], "reason": "My cousin."},
    "/household": lambda ids: {"conversation_id": ids["other_id"]},
}


def whole_form(path: str, ids: Ids) -> Form | None:
    """Return a form that the operation should take, where there is one to be had."""
    make = WHOLE.get(path.partition("{conversation_id}")[2])
    return make(ids) if make else None
