"""Train the reading model: `python -m nlp.reading.training --out DIR`. Deterministic."""

import argparse
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from nlp.reading.corpus import Row, bot_rows, pattern_rows, wish_rows
from nlp.reading.intents import INTENTS, SAFETY
from nlp.reading.linear import Linear, save
from nlp.reading.meaning import EXTRA, encode, place_of
from nlp.reading.normalise import words_of
from nlp.reading.proof import all_failures
from nlp.reading.rulebook import load_rules
from nlp.reading.rules import Rules
from nlp.reading.spread import SEED, spread
from nlp.reading.table import matrix, table_of, vocabulary
from nlp.vectors import Network, save_network
from nlp.vectors.training import Examples, Plan, Say, Shape, fit_network, held_states

STRENGTH: Final = 0.3
SAFETY_STRENGTH: Final = 10.0
SHAPE: Final = Shape(outputs=(len(INTENTS), len(SAFETY)), extra=EXTRA)
PLAN: Final = Plan(epochs=6, drop=0.3, rate=0.003, share=0.5, seed=SEED)
AT_ONCE: Final = 500


def fit(rows: list[Row], rules: Rules) -> Linear:
    """Return the model of `rows`: every intent, and each safety intent against the rest."""
    told = spread(rows)
    table = table_of((r for r, _ in told), rules)
    index = vocabulary(table)
    x = matrix(table, index)
    weight = np.asarray([w for _, w in told])
    y = np.asarray([INTENTS.index(r.intent) for r, _ in told])
    outputs = [_every_intent(x, y, weight), *(_one(x, y, weight, name) for name in SAFETY)]
    weights = np.concatenate([w for w, _ in outputs], axis=1)
    bias = np.concatenate([b for _, b in outputs])
    return Linear(index, weights.astype(np.float32), bias.astype(np.float32))


def _every_intent(x: csr_matrix, y: Any, weight: Any) -> tuple[Any, Any]:
    model = LinearSVC(C=STRENGTH, random_state=SEED)
    model.fit(x, y, sample_weight=weight)
    weights = np.zeros((x.shape[1], len(INTENTS)))
    bias = np.full(len(INTENTS), -12.0)  # an intent without examples is never chosen
    weights[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    return weights, bias


def _one(x: csr_matrix, y: Any, weight: Any, name: str) -> tuple[Any, Any]:
    mine = y == INTENTS.index(name)
    if not mine.any():
        return np.zeros((x.shape[1], 1)), np.full(1, -12.0)
    model = LogisticRegression(C=SAFETY_STRENGTH, solver="liblinear", random_state=SEED)
    model.fit(x, mine, sample_weight=weight * np.where(mine, 2.0, 1.0))
    return model.coef_.T, model.intercept_


def fit_meaning(rows: list[Row], say: Say) -> Network:
    """Return the network of `rows`: every intent, and each safety intent by itself."""
    told = spread(rows)
    texts = {text: at for at, text in enumerate(dict.fromkeys(r.text for r, _ in told))}
    words = [words_of(text) for text in texts]
    read = (encode(words[at : at + AT_ONCE]) for at in range(0, len(words), AT_ONCE))
    intents = np.asarray([INTENTS.index(r.intent) for r, _ in told])
    alarms = np.stack([intents == INTENTS.index(name) for name in SAFETY], axis=1)
    examples = Examples(
        *held_states(read),
        text_of=np.asarray([texts[r.text] for r, _ in told]),
        extra=np.stack([place_of(r.question) for r, _ in told]),
        targets=[intents, alarms.astype(np.int64)],
        weights=np.asarray([w for _, w in told], dtype=np.float32),
    )
    with threadpool_limits(1):  # one thread adds in one order: the same weights every time
        return fit_network(examples, SHAPE, PLAN, say)


def main(arguments: list[str] | None = None) -> int:
    """Train and write the model into --out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args(arguments).out
    rules = load_rules()
    failed = all_failures(rules)
    if failed:
        print("\n".join(failed), flush=True)
        return 1
    rows = bot_rows() + pattern_rows(rules) + wish_rows()
    print(f"reading: {len(rows)} examples, {len(rules.patterns)} patterns", flush=True)
    model = fit(rows, rules)
    about = {"examples": len(rows), "features": len(model.index)}
    save(out, model, about, dict(rules.packed))
    network = fit_meaning(rows, lambda line: print(f"reading: {line}", flush=True))
    save_network(network, out)
    print(f"reading: {len(model.index)} features written to {out}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
