"""Say an example at other questions too: without one, words mean the same at all of them."""

import random
from dataclasses import replace
from typing import Final

from nlp.reading.corpus import Row
from nlp.reading.intents import INFORM
from nlp.reading.questions import CHOICE, OPEN, YES_NO

SEED: Final = 20

# At these questions these words could well be the answer itself, so nothing is taught about them.
_ANSWERS_THERE: Final = {
    "express_distress": {"feelings", "weigh_hard", "reviewed", "safety_scale"},
    "ask_options": {"options"},
    "ask_human": {"outcome", "plan_b", "contact", "future_help", "needs", "outcome_deeper"},
    "ask_access_support": {"needs", "contact"},
    "decline_enquiry": {"outcome", "plan_b", "weigh_good", "weigh_hard", "options"},
    "stop_conversation": {"outcome", "plan_b", "outcome_deeper"},
    "out_of_scope": {"matters"},
}


def spread(rows: list[Row]) -> list[tuple[Row, float]]:
    """Return (row, weight): each row as it is, and copies at questions of every family.

    Where a row's copies go is drawn by its own words. A row more moves no other's, but where it is
    itself taught at the place of a copy.
    """
    told = {(r.text.lower(), r.question) for r in rows if r.question != "any"}
    out: list[tuple[Row, float]] = []
    for row in rows:
        out.append((row, 1.0))
        chance = random.Random(f"{SEED} {row.question} {row.text}")
        if row.question == "any":
            barred = _ANSWERS_THERE.get(row.intent, set())
            for family, weight in ((OPEN, 0.6), (YES_NO, 0.6), (CHOICE, 0.3)):
                question = chance.choice(sorted(family - barred))
                if row.intent != INFORM and (row.text.lower(), question) not in told:
                    out.append((replace(row, question=question), weight))
            continue
        if len(row.text.split()) > 3:
            weight = 0.2 if row.intent == INFORM else 0.5
            out.append((replace(row, question="any"), weight))
        if row.intent == INFORM and row.question in OPEN:
            other = chance.choice(sorted(OPEN - {row.question}))
            out.append((replace(row, question=other), 0.3))
    return out
