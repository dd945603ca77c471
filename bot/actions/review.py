"""Looking back with the person: is it still right, did it come about, what difference it made."""

import re
from typing import Any, ClassVar

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.case_api import CaseApi
from bot.actions.choices import ACHIEVED, ACHIEVED_WORDS, chosen, read_words
from bot.actions.forms import Changes, QuestionForm, not_known
from bot.actions.names import Form, Slot, Utter
from bot.actions.outcome_words import for_record
from bot.actions.turn import AFFIRM, DENY, INFORM, SKIPPED, UNSURE, Turn

NUMBERS = "nought one two three four five six seven eight nine ten".split()
VALUES = {name: value for value, name in enumerate(NUMBERS)} | {"zero": 0}
NUMBER = re.compile(rf"\b(?:10|[0-9]|{'|'.join(VALUES)})\b")
# "No one" holds no number; "it was a 3, now it's an 8" says how it is now.
NO_NUMBER = re.compile(r"\b(?:no|any|every|some)[ -]one\b|\bone of\b")
THEN = re.compile(rf"\b(?:was|were|been|from)(?: \w+)?? {NUMBER.pattern}")

Outcome = dict[str, str]


def outcome_at(slots: dict[str, Any]) -> Outcome | None:
    """Return the outcome that is being looked back on; None once all have been."""
    outcomes: list[Outcome] = slots.get(Slot.OUTCOMES) or []
    at = int(slots.get(Slot.REVIEW_AT) or 0)
    return outcomes[at] if at < len(outcomes) else None


def next_outcome(slots: dict[str, Any], *cleared: str) -> Changes:
    """Return the changes that move on to the next outcome, its questions open again."""
    at = int(slots.get(Slot.REVIEW_AT) or 0) + 1
    following = outcome_at({**slots, Slot.REVIEW_AT: at})
    moved: Changes = {Slot.REVIEW_AT: at}
    if following is not None:
        moved |= dict.fromkeys(cleared) | {Slot.REVIEW_WORDS: following["text"]}
    return moved


def first_outcome(slots: dict[str, Any]) -> Changes:
    first = outcome_at({**slots, Slot.REVIEW_AT: 0})
    return {Slot.REVIEW_AT: 0, Slot.REVIEW_WORDS: first["text"] if first else None}


class ValidateStillForm(QuestionForm):
    """For each outcome, on coming back: is this still right? A change is a new version, with why
    if they like."""

    form: ClassVar[str] = Form.STILL
    also_answers: ClassVar[dict[str, frozenset[str]]] = {
        # "I don't want that any more" is said of the wish that was read out, not of the enquiry.
        Slot.STILL: frozenset({"change_answer", "correct_bot", "decline_enquiry"})
    }

    def questions(self, slots: dict[str, Any]) -> list[str]:
        return [Slot.STILL] if outcome_at(slots) else []

    def opened(self, slots: dict[str, Any], dispatcher: CollectingDispatcher) -> Changes:
        return first_outcome(slots)

    def skipped(self, slot: str, turn: Turn, dispatcher: CollectingDispatcher) -> Changes:
        return super().skipped(slot, turn, dispatcher) | next_outcome(turn.slots, Slot.STILL)

    def answer_review_still(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        moved = {Slot.STILL: "said"} | next_outcome(turn.slots, Slot.STILL)
        if turn.intent in (AFFIRM, UNSURE):
            return moved
        if turn.intent in (INFORM, "decline_enquiry"):
            return moved | self._new_version(turn, api, dispatcher)
        dispatcher.utter_message(response=Utter.OUTCOME_SAY_AGAIN)
        return {Slot.STILL: None}

    def _new_version(self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher) -> Changes:
        current = outcome_at(turn.slots)
        if current is None:
            return {}
        api.revise_outcome(current["id"], turn.words, for_record(turn.words))
        dispatcher.utter_message(response=Utter.STILL_KEPT)
        outcomes = turn.slots[Slot.OUTCOMES]
        changed = [{**o, "text": turn.words} if o["id"] == current["id"] else o for o in outcomes]
        return {Slot.OUTCOMES: changed}


class ValidateReviewForm(QuestionForm):
    """At the end of an enquiry, outcome by outcome in their words; then what would help next time,
    and how safe."""

    form: ClassVar[str] = Form.REVIEW
    also_answers: ClassVar[dict[str, frozenset[str]]] = {
        Slot.REVIEWED: frozenset({"change_answer"}),  # "I changed my mind about that one"
        Slot.FUTURE: frozenset({"ask_human", "ask_access_support"}),
    }

    def questions(self, slots: dict[str, Any]) -> list[str]:
        of_outcome = [Slot.REVIEWED, Slot.DIFFERENCE] if outcome_at(slots) else []
        return [*of_outcome, Slot.FUTURE, Slot.SCALE]

    def opened(self, slots: dict[str, Any], dispatcher: CollectingDispatcher) -> Changes:
        return first_outcome(slots)

    def skipped(self, slot: str, turn: Turn, dispatcher: CollectingDispatcher) -> Changes:
        changes = super().skipped(slot, turn, dispatcher)
        if slot == Slot.DIFFERENCE:
            changes |= next_outcome(turn.slots, Slot.REVIEWED, Slot.DIFFERENCE)
        return changes

    def answer_review_achieved(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        achieved = chosen(turn.words, ACHIEVED) or read_words(turn.words, ACHIEVED_WORDS)
        if achieved is None:
            by_intent = {AFFIRM: "fully", DENY: "not"}
            achieved = by_intent.get(turn.intent, "cannot_say")
        if turn.intent == INFORM and chosen(turn.words, ACHIEVED) is None:
            api.record_statement("view", turn.words)
        current = outcome_at(turn.slots)
        if current is not None:
            api.record_review(current["id"], achieved=achieved)
        return {Slot.REVIEWED: achieved}

    def answer_review_difference(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        current = outcome_at(turn.slots)
        if current is not None and turn.intent not in (UNSURE, DENY):
            api.record_review(current["id"], difference=turn.words)
        moved = next_outcome(turn.slots, Slot.REVIEWED, Slot.DIFFERENCE)
        return {Slot.DIFFERENCE: "said"} | moved

    def answer_review_future(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent == UNSURE:
            return not_known(Slot.FUTURE, dispatcher)
        if turn.intent != DENY:
            api.record_statement("view", turn.words)
        return {Slot.FUTURE: "said"}

    def answer_review_scale(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        return safety_scale(turn, api, Slot.SCALE, "review")


def safety_scale(turn: Turn, api: CaseApi, slot: str, when: str) -> Changes:
    """Keep how safe they feel, 0 to 10, from a figure or a word; other words are kept as what they
    are."""
    value = scale_in(turn.words)
    if value is not None:
        api.record_safety_scale(value, when)
        return {slot: value}
    if turn.intent == INFORM:
        api.record_statement("feeling", turn.words)
    return {slot: SKIPPED}


def scale_in(words: str) -> int | None:
    """Return how safe they say they feel now, 0 to 10."""
    said = NO_NUMBER.sub("", words.casefold())
    found = NUMBER.search(THEN.sub("", said)) or NUMBER.search(said)
    if found is None:
        return None
    return int(found[0]) if found[0].isdigit() else VALUES[found[0]]
