"""The questions of the conversation: which form asks each, and its name in the chat contract.

Standard library only and valid on Python 3.10: Rasa's own process and the action server both read
it.
"""

# slot -> `asking`, the name that the chat contract (architecture 5.1) gives the open question.
ASKING: dict[str, str] = {
    "arrive_safe_now": "safe_now",
    "role_who": "role",
    "role_relationship": "relationship",
    "role_together": "together",
    "role_whose_words": "whose_words",
    "story_happened": "happened",
    "story_feelings": "feelings",
    "story_matters": "matters",
    "outcome_text": "outcome",
    "outcome_deeper": "outcome_deeper",
    "outcome_confirm": "confirm",
    "outcome_importance": "importance",
    "outcome_more": "more",
    "plan_priority": "priority",
    "plan_b": "plan_b",
    "enquiry_reason": "enquiry_reason",
    "enquiry_others_at_risk": "others_at_risk",
    "summary_ok": "summary",
    "topic_choice": "topic",
    "topic_which": "topic",
}

NONE = "none"


def asking_of(requested_slot: str | None) -> str:
    """Return the contract's name of the open question; "none" where no question is open."""
    return ASKING.get(requested_slot or "", NONE)
