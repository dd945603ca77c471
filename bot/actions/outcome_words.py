"""What is done with the words of an outcome: kept first, then read, never changed."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

import nlp
from bot.actions.case_api import CaseApi
from bot.actions.forms import Changes
from bot.actions.names import Slot, Utter
from bot.actions.phrases import PLAIN_WISH
from bot.actions.turn import Turn
from nlp.reach import beyond_reach

# Below this the reader is not sure that there is no wish in the words, and they are taken as the
# outcome they may be.
SURELY_UNCLEAR = 0.7
# For a wish beyond reach: never said to be one.
WISH_QUESTIONS = ("wish_1", "wish_2")
MOST_DEEPER = 2  # gentle questions about one outcome: domain brief, section 8


def begin(turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher) -> Changes:
    """Keep the words as an outcome, read them, and choose what to ask next."""
    reading = nlp.assess(turn.words, audience="adult")
    surely = reading.label == "unclear" and reading.confidence >= SURELY_UNCLEAR
    # Who says "I want nothing done" has said what they want, whatever the reader makes of it.
    if surely and not PLAIN_WISH.search(turn.words) and not turn.slots.get(Slot.TRIES):
        return _nothing_wished_yet(turn, api, dispatcher)
    outcome_id = turn.id_for("outcome")
    api.record_outcome(outcome_id, turn.words, for_record(turn.words))
    outcomes = [*(turn.slots.get(Slot.OUTCOMES) or []), {"id": outcome_id, "text": turn.words}]
    _keep_options(reading, outcome_id, api)
    return {
        Slot.OUTCOME: turn.words,
        Slot.OUTCOME_ID: outcome_id,
        Slot.OUTCOMES: outcomes,
        Slot.TRIES: 0,
        # There is one wish more: which matters most, and what pulls apart, is asked anew.
        **dict.fromkeys((Slot.PRIORITY, Slot.PLAN_B, Slot.FIRST)),
        **_reason_or_question(reading, turn),
    }


def revise(turn: Turn, api: CaseApi) -> Changes:
    """Add the new words as a version of the outcome; the first words stay in the record."""
    outcome_id = turn.slots.get(Slot.REVISING) or turn.slots[Slot.OUTCOME_ID]
    api.revise_outcome(outcome_id, turn.words, for_record(turn.words))
    outcomes = [
        {"id": o["id"], "text": turn.words if o["id"] == outcome_id else o["text"]}
        for o in turn.slots.get(Slot.OUTCOMES) or []
    ]
    return {
        Slot.OUTCOME: turn.words,
        Slot.OUTCOME_ID: outcome_id,
        Slot.OUTCOMES: outcomes,
        Slot.REVISING: None,
        Slot.QUESTION: None,
        Slot.DEEPER: None,
        Slot.REASON: None,
        Slot.HAS_REASON: None,
        Slot.CONFIRM: None,
    }


def read_deeper(turn: Turn, api: CaseApi) -> Changes:
    """Keep what the service would give them. One more question if that too names a service, and
    then no more."""
    api.record_deeper(turn.slots[Slot.OUTCOME_ID], turn.words)
    if turn.slots.get(Slot.QUESTION) in WISH_QUESTIONS:
        return _nearest(turn, api)
    reading = nlp.assess(turn.words, audience="adult")
    asked = list(turn.slots.get(Slot.ASKED) or [])
    deeper = nlp.deepen(reading, asked=asked, distressed=bool(turn.slots.get(Slot.DISTRESSED)))
    kept = {
        Slot.REASON: turn.words,
        Slot.HAS_REASON: True,
        Slot.OUTCOMES: with_reason(turn.slots, turn.words),
    }
    if deeper is None or len(asked) >= MOST_DEEPER:
        return {**kept, Slot.DEEPER: "said"}
    return {**kept, Slot.DEEPER: None, **_question(deeper, asked)}


def _nearest(turn: Turn, api: CaseApi) -> Changes:
    """After a wish beyond reach: what it would give them, then which part could happen. That part
    is an outcome of its own, linked to the first words."""
    kept = {
        Slot.REASON: turn.words,
        Slot.HAS_REASON: True,
        Slot.OUTCOMES: with_reason(turn.slots, turn.words),
    }
    if turn.slots[Slot.QUESTION] == WISH_QUESTIONS[0]:
        following = WISH_QUESTIONS[1]
        asked = [*(turn.slots.get(Slot.ASKED) or []), following]
        return {**kept, Slot.DEEPER: None, Slot.QUESTION: following, Slot.ASKED: asked}
    nearest_id = turn.id_for("nearest")
    first = turn.slots[Slot.OUTCOME_ID]
    api.record_outcome(nearest_id, turn.words, for_record(turn.words), nearest_to=first)
    outcomes = [*(turn.slots.get(Slot.OUTCOMES) or []), {"id": nearest_id, "text": turn.words}]
    return {**kept, Slot.DEEPER: "said", Slot.OUTCOMES: outcomes}


def with_reason(slots: dict[str, Any], reason: str) -> list[dict[str, str]]:
    """Return the outcomes, the one being talked about with what it is for beside it."""
    return [
        {**known, "reason": reason} if known["id"] == slots[Slot.OUTCOME_ID] else known
        for known in slots.get(Slot.OUTCOMES) or []
    ]


def for_record(words: str) -> dict[str, Any]:
    """Return the assessment as the practitioner's threshold sees it, for the record."""
    return dict(nlp.assess(words, audience="practitioner").as_dict())


def _nothing_wished_yet(turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher) -> Changes:
    api.record_statement("other", turn.words)
    dispatcher.utter_message(response=Utter.OUTCOME_UNCLEAR)
    return {Slot.OUTCOME: None, Slot.TRIES: 1}


def _keep_options(reading: nlp.Assessment, outcome_id: str, api: CaseApi) -> None:
    for span in reading.spans:
        if span.side == "service":
            api.record_option(span.text, outcome_id)


def _reason_or_question(reading: nlp.Assessment, turn: Turn) -> Changes:
    if reading.label == "mixed":
        reasons = [span.text for span in reading.spans if span.side == "personal"]
        return {Slot.REASON: reasons[0], Slot.HAS_REASON: True} if reasons else {}
    distressed = bool(turn.slots.get(Slot.DISTRESSED))
    if reading.label == "personal" and not distressed and beyond_reach(turn.words):
        return {Slot.QUESTION: WISH_QUESTIONS[0], Slot.ASKED: [WISH_QUESTIONS[0]]}
    deeper = nlp.deepen(reading, asked=[], distressed=distressed)
    return _question(deeper, []) if deeper else {}


def _question(deeper: nlp.Deeper, asked: list[str]) -> Changes:
    return {
        Slot.QUESTION: deeper.question_id,
        Slot.ASKED: [*asked, deeper.question_id],
        Slot.SERVICE: deeper.service_text,
    }
