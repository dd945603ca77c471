"""Compare methods on unseen wording: `python -m nlp.reading.compare`, a few minutes.

Intents only, one fold, before any decision about safety. Kept in metrics.json under "compared".
"""

import json
import sys
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from nlp.reading.corpus import bot_rows, pattern_rows
from nlp.reading.evaluate import METRICS
from nlp.reading.folds import folds
from nlp.reading.intents import INTENTS
from nlp.reading.rulebook import load_rules
from nlp.reading.spread import SEED, spread
from nlp.reading.table import matrix, table_of, vocabulary
from nlp.reading.training import STRENGTH

Keep = Callable[[str], bool]


def _kind(feature: str) -> str:
    return feature.rsplit("|", 1)[-1].partition(":")[0]


def _svm() -> Any:
    return LinearSVC(C=STRENGTH, random_state=SEED)


def _logistic() -> Any:
    return LogisticRegression(C=10.0, max_iter=60, tol=1e-3)


METHODS: Final[tuple[tuple[str, Callable[[], Any], Keep], ...]] = (
    ("linear SVM, everything (chosen)", _svm, lambda _: True),
    ("linear SVM, not crossed with the question", _svm, lambda f: not f.startswith("@")),
    ("linear SVM, without patterns", _svm, lambda f: _kind(f) not in ("p", "pi", "x")),
    ("linear SVM, without word lists", _svm, lambda f: _kind(f) not in ("k", "g", "l")),
    ("linear SVM, without characters", _svm, lambda f: _kind(f) != "c"),
    (
        "linear SVM, words alone",
        _svm,
        lambda f: not f.startswith("@") and _kind(f) in ("w", "w3"),
    ),
    ("logistic regression, everything", _logistic, lambda _: True),
    ("logistic regression, not crossed", _logistic, lambda f: not f.startswith("@")),
)


def main() -> int:
    """Train each method on one fold and write what each gets right."""
    rules = load_rules()
    told = bot_rows()
    rows = told + pattern_rows(rules)
    train, test = folds(rows)[0]
    taught = spread([rows[i] for i in train])
    asked = [rows[i] for i in test if i < len(told)]
    seen, unseen = table_of((r for r, _ in taught), rules), table_of(asked, rules)
    y = np.asarray([INTENTS.index(r.intent) for r, _ in taught])
    meant = np.asarray([INTENTS.index(r.intent) for r in asked])
    weight = np.asarray([w for _, w in taught])
    results = []
    for name, make, keep in METHODS:
        index = vocabulary(seen, keep)
        model = make().fit(matrix(seen, index), y, sample_weight=weight)
        right = (model.predict(matrix(unseen, index)) == meant).mean()
        results.append([name, round(float(right), 4), len(index)])
        sys.stdout.write(f"{results[-1]}\n")
    metrics = json.loads(METRICS.read_text(encoding="utf-8")) if METRICS.exists() else {}
    METRICS.write_text(
        json.dumps(metrics | {"compared": results}, indent=1) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
