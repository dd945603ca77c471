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
    "options_choice": "options",
    "options_keep": "options",
    "views_who": "different_view",
    "views_what": "different_view",
    "weigh_good": "weigh_good",
    "weigh_hard": "weigh_hard",
    "weigh_safer": "weigh_hard",
    "contact_needs": "needs",
    "contact_consent": "consent",
    "contact_way": "contact",
    "contact_scale": "safety_scale",
    "review_still": "still_right",
    "review_achieved": "reviewed",
    "review_difference": "difference",
    "review_future": "future_help",
    "review_scale": "safety_scale",
    "summary_ok": "summary",
    "topic_choice": "topic",
    "topic_which": "topic",
}

NONE = "none"

# The topics that can be chosen at any time, by the title of their choice.
TOPICS: dict[str, str] = {
    "say something new that i want": "new",
    "change something i said": "change",
    "hear what i said": "hear",
    "see if it is still right": "still",
    "hear what could be done": "options",
    "someone wants something different": "views",
    "talk about the good and the hard": "weigh",
    "say what helps me take part": "contact",
    "say how things turned out": "review",
    "someone else is writing now": "speaker",
    "talk about something else": "menu",
    "nothing more today": "done",
}


def topic_in(words: str) -> str | None:
    """Return the topic that these words choose: exactly a choice's title, whatever its case."""
    return TOPICS.get(" ".join(words.casefold().split()).rstrip("."))


def asking_of(requested_slot: str | None) -> str:
    """Return the contract's name of the open question; "none" where no question is open."""
    return ASKING.get(requested_slot or "", NONE)
