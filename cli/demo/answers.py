"""What an answer records: the commands that the bot's action for the question would send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

import nlp

Command = dict[str, Any]
STATEMENTS = {
    "story_happened": "happened",
    "story_feelings": "feeling",
    "story_matters": "matters",
    "weigh_good": "good",
    "weigh_hard": "worry",
}
ROLES = {
    "It is about me": "adult",
    "I am their advocate": "advocate",
    "I am family or a friend": "family",
    "I am a worker": "worker",
}
WHOSE = {
    "Their own words, as they say them": "verbatim",
    "What they told me before": "reported",
    "What I think they would want": "inferred",
}
CONSENT = {"Yes, they may": "share", "Ask me first": "ask_first", "No, they may not": "not_agreed"}
ACHIEVED = {
    "Yes, all of it": "fully",
    "Some of it": "partly",
    "No, it did not": "not",
    "I changed my mind": "changed",
    "I cannot say": "cannot_say",
}
OTHERS = {"Yes": "yes", "No": "no", "I am not sure": "unknown"}
NOT_SAID = ("Skip this question", "I am not sure")


@dataclass
class Known:
    """What the conversation has said so far, as far as the next answer needs it."""

    role: str = "adult"
    whose: str = "verbatim"
    wishes: list[dict[str, str]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)  # of the service words in the newest wish
    who_differs: str = ""
    looked_back: int = 0

    @property
    def speaker(self) -> dict[str, str]:
        adult = self.role == "adult" or self.whose == "verbatim"
        return {"said_by": "adult" if adult else self.role, "provenance": self.whose}


@dataclass(frozen=True)
class Answer:
    words: str
    turn_id: UUID
    known: Known

    def id(self, name: str) -> str:
        return str(uuid5(self.turn_id, name))

    @property
    def newest(self) -> str:
        """The wish that is talked about."""
        return self.known.wishes[-1]["id"]

    @property
    def looked_at(self) -> str:
        """The wish that is looked back on."""
        return self.known.wishes[self.known.looked_back]["id"]


def commands_for(slot: str, answer: Answer) -> list[Command]:
    """Return what the words record as the answer to the question of `slot`."""
    if answer.words in NOT_SAID and slot != "enquiry_others_at_risk":
        return []
    if slot == "views_who":  # recorded with what they want
        answer.known.who_differs = answer.words
        return []
    if slot in STATEMENTS:
        statement = {"kind": STATEMENTS[slot], "text": answer.words, **answer.known.speaker}
        return [_command("record_statement", id=answer.id(slot), **statement)]
    return [ANSWERS[slot](answer)] if slot in ANSWERS else []


def _command(name: str, **fields: Any) -> Command:
    return {"command": name, **fields}


def _role(answer: Answer) -> Command:
    answer.known.role = ROLES[answer.words]
    return _command("record_role", role=answer.known.role)


def _whose(answer: Answer) -> Command:
    answer.known.whose = WHOSE[answer.words]
    return _command("record_role", whose_words=answer.known.whose)


def _wish(answer: Answer) -> Command:
    read, known = nlp.assess(answer.words), answer.known
    wish = {"id": answer.id("outcome"), "text": answer.words}
    known.wishes.append(wish)
    known.kinds = [span.kind for span in read.spans if span.side == "service" and span.kind]
    return _command("record_outcome", **wish, assessment=read.as_dict(), **known.speaker)


def _view(answer: Answer) -> Command:
    who = answer.known.who_differs
    return _command("record_differing_view", id=answer.id("view"), who=who, text=answer.words)


def _difference(answer: Answer) -> Command:
    looked_at = answer.looked_at
    answer.known.looked_back += 1
    return _command("record_review", outcome_id=looked_at, difference=answer.words)


def _scale(answer: Answer, when: str) -> Command:
    value = int(answer.words)
    return _command("record_safety_scale", id=answer.id("scale"), value=value, when=when)


ANSWERS: dict[str, Callable[[Answer], Command]] = {
    "role_who": _role,
    "role_relationship": lambda one: _command("record_role", relationship=one.words),
    "role_whose_words": _whose,
    "outcome_text": _wish,
    "outcome_deeper": lambda one: _command("record_deeper", id=one.newest, text=one.words),
    "outcome_confirm": lambda one: _command("confirm_outcome", id=one.newest),
    "outcome_importance": lambda one: _command("set_importance", id=one.newest, text=one.words),
    "views_what": _view,
    "enquiry_reason": lambda one: _command(
        "record_enquiry", wish="do_not_proceed", reason=one.words
    ),
    "enquiry_others_at_risk": lambda one: _command(
        "record_enquiry", others_at_risk=OTHERS[one.words]
    ),
    "contact_needs": lambda one: _command("record_need", id=one.id("need"), text=one.words),
    "contact_consent": lambda one: _command("record_consent", consent=CONSENT[one.words]),
    "contact_way": lambda one: _command("record_contact", text=one.words),
    "contact_scale": lambda one: _scale(one, "start"),
    "review_achieved": lambda one: _command(
        "record_review", outcome_id=one.looked_at, achieved=ACHIEVED[one.words]
    ),
    "review_difference": _difference,
    "review_scale": lambda one: _scale(one, "review"),
}
