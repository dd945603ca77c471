"""docs/nlp.md, written from the figures."""

from collections.abc import Sequence
from typing import Any

GOALS = (
    ("accuracy", "accuracy over the four labels", "0.95", "0.88"),
    ("personal_wrongly_flagged", "personal wrongly flagged", "≤ 0.02", "≤ 0.05"),
    ("service_or_mixed_found", "service or mixed found", "≥ 0.97", "≥ 0.90"),
    ("mixed_both_spans", "mixed, both spans half overlapped", "≥ 0.80", "≥ 0.60"),
    ("theme_primary", "primary theme right", "0.88", "0.75"),
    ("theme_micro_f1", "themes, micro F1", "0.85", "0.70"),
)


WRITTEN = (
    "Written by `python -m nlp.evaluate`; do not edit. How it works and why: "
    "[decision 0010](decisions/0010-outcome-reader.md). The data: "
    "[data card](../nlp/corpus/README.md)."
)
SHORT = (
    "Figures short of their goal stand here as measured. But for themes, where an encoder learnt "
    "from much text is asked too, the reader knows only the words of the corpus and of "
    "`nlp/resources/lexicon.jsonl`."
)


def _judged(m: dict[str, Any]) -> str:
    return (
        f"Judged on {m['test_utterances']} utterances ({m['judged_on']}), learnt from "
        f"{m['train_utterances']} others; {m['train_for_themes']} more taught themes alone. "
        f"Topics shared by both: {m['shared_topics']}."
    )


def _cost(m: dict[str, Any]) -> str:
    speed = m["speed"]
    return (
        f"Speed on one core: one text, p95, {speed['one_p95_ms']} ms; in batches "
        f"{speed['batch_per_second']} texts a second. Model: {m['model_mb']} MB, trained in "
        f"{m['training_seconds']} s. Thresholds: {m['thresholds']}."
    )


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join("–" if c is None else str(c) for c in r) + " |" for r in rows]
    return "\n".join(lines)


def write_page(m: dict[str, Any]) -> str:
    audiences = m["audiences"]
    goals = [
        (name, *(audiences[a][key] for a in ("balanced", "adult", "practitioner")), goal, floor)
        for key, name, goal, floor in GOALS
    ]
    parts = [
        "# How well outcome wording is read",
        WRITTEN,
        _judged(m),
        "## Against the goals",
        table(("figure", "balanced", "adult", "practitioner", "goal", "floor"), goals),
        SHORT,
        _cost(m),
        "## Compared with simpler ways",
        table(
            ("way", "accuracy", "personal wrongly flagged", "service or mixed found"),
            [(k, *v.values()) for k, v in m["compared"].items()],
        ),
        "## Labels", _table_of("label", m["labels"]),
        "## Kinds of service wording", _table_of("kind", m["kinds"]),
        "## Voices", _table_of("voice", m["voices"]),
        "## Length", _table_of("length", m["lengths"]),
        "## Pictures",
        "![Confusion matrix](images/nlp-confusion.png)",
        "![Calibration curve](images/nlp-calibration.png)",
        "![Learning curve](images/nlp-learning.png)",
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _table_of(name: str, rows: dict[str, dict[str, Any]]) -> str:
    if not rows:
        return "None in the texts judged on."
    head = list(next(iter(rows.values())))
    return table(
        (name, *(h.replace("_", " ") for h in head)), [(k, *r.values()) for k, r in rows.items()]
    )
