"""The questions a message may answer, and what kind of answer each one waits for."""

from typing import Final, Literal

Family = Literal["open", "yes_no", "choice", "any"]

ANY: Final = "any"

# Answered in the person's own words: what could be a command is most likely the answer.
OPEN: Final = frozenset(
    "needs happened feelings matters outcome outcome_deeper plan_b enquiry_reason options "
    "weigh_good weigh_hard different_view contact difference future_help relationship".split()
)
# Answered by yes or no, though any other words are welcome too.
YES_NO: Final = frozenset(
    "safe_now consent confirm more enquiry others_at_risk still_right together summary".split()
)
# Answered by one of the choices shown, by a number, or in other words.
CHOICE: Final = frozenset(
    "role whose_words importance priority safety_scale reviewed topic".split()
)
QUESTIONS: Final = (*sorted(OPEN | YES_NO | CHOICE), "none")


def open_question(asking: str | None) -> str:
    """Return the question's own name: "ask_outcome" is "outcome", what is not known is "any"."""
    name = (asking or ANY).strip().lower().removeprefix("utter_").removeprefix("ask_")
    return name if name in QUESTIONS else ANY


def family_of(question: str) -> Family:
    """Return the kind of answer `question` waits for; "any" where no question is known."""
    if question in OPEN:
        return "open"
    if question in YES_NO:
        return "yes_no"
    return "choice" if question in CHOICE else "any"
