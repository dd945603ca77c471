"""Measure the reading: `python -m nlp.reading.evaluate`. Writes metrics.json and docs/reading.md.

`--gate` only reads the frozen tests with the trained model and fails below gates.json: seconds.
Without it the model is trained for one of five folds, on other wording families than those it is
tested on: some five minutes.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from nlp.reading import model_folder
from nlp.reading.corpus import (
    ROOT,
    TESTS,
    Row,
    bot_rows,
    frozen_rows,
    pattern_rows,
    wish_rows,
)
from nlp.reading.figures import Outcome, figures, p95_ms
from nlp.reading.folds import folds
from nlp.reading.reader import Reader, Thresholds
from nlp.reading.report import page
from nlp.reading.rulebook import load_rules
from nlp.reading.training import fit, fit_meaning

HERE: Final = Path(__file__).resolve().parent
METRICS: Final = HERE / "metrics.json"
GATES: Final = HERE / "gates.json"
MEASURED: Final = 1  # fold: each costs a training
PAGE: Final = ROOT / "docs" / "reading.md"


def outcomes_of(reader: Reader, rows: list[Row]) -> list[Outcome]:
    """Return what `reader` makes of each row at its question."""
    found = []
    for row in rows:
        reading = reader.read(row.text, row.question)
        found.append(Outcome(row, reading.intent, reading.confidence))
    return found


def unseen_wording() -> list[Outcome]:
    """Return a fifth of the examples, as read by a model that saw nothing of their families."""
    rules = load_rules()
    told = bot_rows()
    rows = told + pattern_rows(rules)
    found: list[Outcome] = []
    for train, test in folds(rows)[:MEASURED]:
        taught = [rows[i] for i in train] + wish_rows()
        network = fit_meaning(taught, lambda _: None)
        reader = Reader(fit(taught, rules), network, rules, Thresholds())
        found += outcomes_of(reader, [rows[i] for i in test if i < len(told)])
        print(f"reading: {len(found)} of {len(told)} examples read unseen", flush=True)
    return found


def frozen_figures(test: str) -> dict[str, Any]:
    """Return the figures on one of TESTS, with the trained model. Raises ModelMissing."""
    reader = Reader.from_folder(model_folder())
    rows = frozen_rows(test)
    return figures(outcomes_of(reader, rows)) | {"p95_ms": p95_ms(reader.read, rows)}


def below(found: dict[str, Any], gates: dict[str, dict[str, float]]) -> list[str]:
    """Return a line for each figure that is on the wrong side of its gate."""
    lines = []
    for name, gate in gates.items():
        value = found[name]
        if value < gate.get("at_least", value) or value > gate.get("at_most", value):
            lines.append(f"{name} is {value}, the gate is {gate}")
    return lines


def gate() -> list[str]:
    """Return what fails the gates on the frozen tests; an empty list is a pass."""
    gates = json.loads(GATES.read_text(encoding="utf-8"))
    return [
        f"{test}: {line}" for test in TESTS for line in below(frozen_figures(test), gates[test])
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and write, or with --gate only check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gate", action="store_true", help="only check the frozen test")
    if parser.parse_args(arguments).gate:
        failed = gate()
        print("\n".join(failed) or "reading: every gate passed", flush=True)
        return 1 if failed else 0
    unseen = unseen_wording()
    kept = json.loads(METRICS.read_text(encoding="utf-8")) if METRICS.exists() else {}
    metrics: dict[str, Any] = {test: frozen_figures(test) for test in TESTS}
    metrics |= {"unseen": figures(unseen), "compared": kept.get("compared")}
    METRICS.write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(metrics, unseen), encoding="utf-8")
    print(f"reading: written to {METRICS.name} and {PAGE.name}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
