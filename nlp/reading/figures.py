"""The figures that the reading of messages is judged by, worked out from what was read."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from nlp.reading.corpus import Row
from nlp.reading.intents import INFORM, INTENTS, SAFETY
from nlp.reading.questions import family_of


@dataclass(frozen=True)
class Outcome:
    """One example and the intent that was read."""

    row: Row
    read: str
    confidence: float

    @property
    def right(self) -> bool:
        return self.read == self.row.intent


def share(outcomes: Sequence[Outcome], counts: Callable[[Outcome], bool]) -> float | None:
    """Return the share of outcomes for which `counts` holds; None of none at all."""
    return round(sum(map(counts, outcomes)) / len(outcomes), 4) if outcomes else None


def _table(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> dict[str, Any]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return {
        name: {"rows": len(group), "right": share(group, lambda o: o.right)}
        for name, group in sorted(groups.items())
    }


def _by_intent(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    table = {}
    for name in INTENTS:
        mine = [o for o in outcomes if o.row.intent == name]
        taken = [o for o in outcomes if o.read == name]
        table[name] = {
            "rows": len(mine),
            "recall": share(mine, lambda o: o.right),
            "precision": share(taken, lambda o: o.right),
        }
    return table


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return every figure of one set of outcomes, shares from 0 to 1."""
    others = [o for o in outcomes if o.row.intent not in SAFETY]
    answers = [o for o in outcomes if o.row.intent == INFORM]
    wrong = Counter((o.row.intent, o.read) for o in outcomes if not o.right)
    return {
        "rows": len(outcomes),
        "intent_right": share(outcomes, lambda o: o.right),
        **{
            f"{name}_found": share([o for o in outcomes if o.row.intent == name], lambda o: o.right)
            for name in SAFETY
        },
        **{
            f"{name}_seen_as_any_alarm": share(
                [o for o in outcomes if o.row.intent == name], lambda o: o.read in SAFETY
            )
            for name in SAFETY
        },
        "false_alarm": share(others, lambda o: o.read in SAFETY),
        "answers_lost": share(answers, lambda o: not o.right),
        "by_family": _table(outcomes, lambda o: family_of(o.row.question)),
        "by_question": _table(outcomes, lambda o: o.row.question),
        "by_intent": _by_intent(outcomes),
        "confused": [[a, b, n] for (a, b), n in wrong.most_common(40)],
    }


def p95_ms(read: Callable[[str, str], Any], rows: Sequence[Row]) -> float:
    """Return the 95th percentile of reading one message, in milliseconds, after warming up."""
    for row in rows[:50]:
        read(row.text, row.question)
    times = []
    for row in rows[:1000]:
        start = perf_counter()
        read(row.text, row.question)
        times.append(perf_counter() - start)
    return round(sorted(times)[int(len(times) * 0.95)] * 1000, 2)
