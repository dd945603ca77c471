"""The intents of the conversation, in one order that every table keeps."""

from typing import Final

INTENTS: Final = (
    "greet", "goodbye", "thank", "affirm", "deny", "say_unsure", "skip_question",
    "stop_conversation", "take_break", "go_back", "change_answer", "repeat_question",
    "ask_simpler", "ask_examples", "ask_why", "ask_who_sees", "ask_about_bot",
    "ask_what_happens_next", "ask_options", "ask_human", "report_danger", "report_self_harm",
    "express_distress", "not_safe_to_talk", "decline_enquiry", "ask_access_support",
    "correct_bot", "out_of_scope", "inform",
)  # fmt: skip

INFORM: Final = "inform"
STOP: Final = "stop_conversation"

# The order in which they win over one another, and over everything else.
SAFETY: Final = ("report_danger", "report_self_harm", "not_safe_to_talk")
