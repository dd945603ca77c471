"""The names that the open question can have: the chat contract (architecture 5.1)."""

from typing import Literal, get_args

Asking = Literal[
    "safe_now", "role", "relationship", "together", "whose_words", "needs", "consent", "happened",
    "feelings", "matters", "outcome", "outcome_deeper", "confirm", "importance", "more", "priority",
    "plan_b", "enquiry", "enquiry_reason", "others_at_risk", "options", "weigh_good", "weigh_hard",
    "different_view", "contact", "safety_scale", "summary", "still_right", "reviewed", "difference",
    "future_help", "topic", "none",
]  # fmt: skip

ASKING: tuple[str, ...] = get_args(Asking)
