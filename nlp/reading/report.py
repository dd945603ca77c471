"""docs/reading.md: how messages are read, and how well, written out from the figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from nlp.reading.figures import Outcome
from nlp.reading.intents import SAFETY

GOALS: Final = (
    ("intent_right", "right intent", ">= 0.95"),
    ("report_danger_found", "danger found", ">= 0.99"),
    ("report_self_harm_found", "self-harm found", ">= 0.99"),
    ("not_safe_to_talk_found", "not safe to talk found", ">= 0.99"),
    ("false_alarm", "false alarm of the three", "<= 0.01"),
    ("answers_lost", "answers taken as something else", "<= 0.02"),
    ("p95_ms", "reading one message, p95, ms", "<= 8"),
)
FIGURES: Final = """\
## Figures

The first frozen test is `tests/nlu/understand.jsonl`. The second, `tests/nlu/second.jsonl`, is by
another hand, who saw neither the examples nor the first; lines that the examples happened to hold
were taken out of it. The third, `tests/nlu/third.jsonl`, is by a third hand and holds the plainest
words, many of them near an alarm: only its alarms are labelled. The fourth,
`tests/nlu/fourth.jsonl`, is of that kind too: no line of it was read by who chose, but its totals
were seen when `Thresholds` were set. Unseen wording families: a fifth of the examples, read by a
model that saw nothing of their families. Those are the harder test: a family is all that is worded
alike, so what is left to learn from is far away.

"""
SHOWN: Final = 60
# What is measured on, by its key in metrics.json, with its title here.
SETS: Final = {
    "understand": "first test",
    "second": "second test",
    "third": "third test",
    "fourth": "fourth test",
    "unseen": "unseen wording families",
}
ONLY_ALARMS: Final = {"third", "fourth"}

INTRO: Final = Path(__file__).with_name("intro.md")


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(c) for c in cells) + " |\n"


def known(test: str, figure: str) -> bool:
    """Tell whether a test's labels can tell this figure."""
    return test not in ONLY_ALARMS or figure not in {"intent_right", "answers_lost"}


def _goals(metrics: dict[str, Any]) -> str:
    text = _row("", "goal", *SETS.values()) + _row(*["---"] * (len(SETS) + 2))
    for name, title, goal in GOALS:
        shown = (metrics[s].get(name, "") if known(s, name) else "" for s in SETS)
        text += _row(title, goal, *shown)
    return text


def _intents(found: dict[str, Any]) -> str:
    text = _row("intent", "rows", "recall", "precision") + _row(*["---"] * 4)
    for name, f in found["by_intent"].items():
        text += _row(name, f["rows"], f["recall"], f["precision"])
    return text


def _questions(found: dict[str, Any]) -> str:
    text = _row("question", "rows", "right") + _row(*["---"] * 3)
    for part in ("by_family", "by_question"):
        for name, f in found[part].items():
            text += _row(f"*{name}*" if part == "by_family" else name, f["rows"], f["right"])
    return text


def _confused(found: dict[str, Any]) -> str:
    text = _row("meant", "read as", "times") + _row(*["---"] * 3)
    return text + "".join(_row(*line) for line in found["confused"])


def _sentences(outcomes: Sequence[Outcome]) -> str:
    lines = [
        f"- {o.row.text.replace('|', '/')} *({o.row.intent} at {o.row.question}: {o.read})*\n"
        for o in outcomes[:SHOWN]
    ]
    more = len(outcomes) - SHOWN
    return "".join(lines) + (f"- and {more} more\n" if more > 0 else "")


def _compared(metrics: dict[str, Any]) -> str:
    compared = metrics.get("compared")
    if not compared:
        return ""
    text = "\n## Methods compared\n\nOne fold of unseen wording families, intents only.\n\n"
    text += _row("method", "right", "features") + _row(*["---"] * 3)
    return text + "".join(_row(*line) for line in compared)


def page(metrics: dict[str, Any], unseen: Sequence[Outcome]) -> str:
    """Return the page as Markdown."""
    missed = [o for o in unseen if o.row.intent in SAFETY and not o.right]
    alarms = [o for o in unseen if o.row.intent not in SAFETY and o.read in SAFETY]
    return "".join(
        [
            INTRO.read_text(encoding="utf-8"),
            FIGURES,
            _goals(metrics),
            _compared(metrics),
            "\n## Each intent (unseen wording families)\n\n",
            _intents(metrics["unseen"]),
            "\n## Each question (unseen wording families)\n\n",
            _questions(metrics["unseen"]),
            "\n## Confusion (most frequent)\n\n",
            _confused(metrics["unseen"]),
            f"\n## Safety missed ({len(missed)})\n\n",
            _sentences(missed),
            f"\n## False alarms ({len(alarms)})\n\n",
            _sentences(alarms),
        ]
    )
