"""The questions of the conversation: which form asks each, and its name in the chat contract.

Standard library only and valid on Python 3.10: Rasa's own process and the action server both read
it.
"""

import re

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


# Choices whose titles, as words, could mean something else: what each means at its question. The
# reader is asked only where words are a person's own.
CHOICES: dict[str, dict[str, str]] = {
    "role": dict.fromkeys(
        (
            "it is about me",
            "i am their advocate",
            "i am family or a friend",
            "i am a worker",
        ),
        "inform",
    ),
    "whose_words": dict.fromkeys(
        (
            "their own words, as they say them",
            "what they told me before",
            "what i think they would want",
        ),
        "inform",
    ),
    "consent": {
        "yes, they may": "affirm",
        "ask me first": "inform",
        "no, they may not": "deny",
    },
    "options": {
        "police or a court": "inform",
        "they say sorry or put it right": "inform",
        "something done at their work": "inform",
        "help to feel better": "inform",
        "help for the family": "inform",
        "someone to help us talk": "inform",
        "people around me who help": "inform",
        "nothing formal for now": "inform",
        "no more, thank you": "inform",
        "yes, maybe": "affirm",
        "no, not for me": "deny",
    },
    "reviewed": dict.fromkeys(
        (
            "yes, all of it",
            "some of it",
            "no, it did not",
            "i changed my mind",
            "i cannot say",
        ),
        "inform",
    ),
    "different_view": {"no, nobody": "deny"},
    "safety_scale": {str(figure): "inform" for figure in range(11)},
}


# Choices shown at many questions, and beside what is said in danger: they work whatever else does.
ALWAYS: dict[str, str] = {
    "skip this question": "skip_question",
    "i am not sure": "say_unsure",
    "carry on": "repeat_question",
    "stop here": "stop_conversation",
    "i need a break": "take_break",
    "i want to talk to a person": "ask_human",
}


def choice_in(words: str, asking: str) -> str | None:
    """Return the intent of a choice shown with the question: exactly its title, whatever its
    case."""
    title = _plain(words)
    return CHOICES.get(asking, {}).get(title) or ALWAYS.get(title)


def topic_in(words: str) -> str | None:
    """Return the topic that these words choose: exactly a choice's title, whatever its case."""
    return TOPICS.get(_plain(words))


# Only what they told the bot: "delete everything on his phone" is a wish.
_ERASE = re.compile(
    r"^(?:please |(?:can|could) (?:you|i|we) |how (?:do|can) i |just "
    r"|i want (?:you )?to |i'd like (?:you )?to )*"
    r"(?:delete|erase|wipe|get rid of|rub out|remove)"
    r" (?:it all|all(?: of)? (?:this|it)|everything|all|this (?:chat|conversation|talk)|this"
    r"|(?:everything|all|what|anything)(?: that)? i(?:'ve| have)?(?: just)?"
    r" (?:said|told you|told|wrote|written|typed|put))"
    r"(?: here| now| please| again| later| after| afterwards)*\??$"
)


# The whole message, so that "I want to stop here in my own house" and "I want to stop being
# frightened" are wishes. To end it is not said so: that may be meant otherwise.
_STOP = re.compile(
    r"^(?:please |sorry |no |(?:can|could) (?:i|we) "
    r"|(?:i|we)(?: want| need|'d like| would like) to )+"
    r"(?:stop|finish)"
    r"(?: talking| typing| writing| the chat| this chat)?"
    r"(?: here| there| now| for now| today| for today| please)*\??$"
)


def said_outright(words: str) -> str | None:
    """Return the intent of somebody who says, in so many words, that all they said here be erased
    or that they want to stop: heard at every question, and no matter of likelihood."""
    said = _plain(words.replace("’", "'"))
    if _ERASE.match(said):
        return "erase_all"
    return "stop_conversation" if _STOP.match(said) else None


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".")


def asking_of(requested_slot: str | None) -> str:
    """Return the contract's name of the open question; "none" where no question is open."""
    return ASKING.get(requested_slot or "", NONE)
