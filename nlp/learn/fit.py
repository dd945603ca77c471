"""Fit the reader. Every draw is fixed, so the same corpus gives the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from nlp.features import Group, clause_groups, text_groups, without_classes
from nlp.head import (
    N_KINDS,
    N_LABELS,
    N_SIDES,
    N_THEMES,
    Head,
    label_evidence,
    theme_evidence,
)
from nlp.learn.gold import PERSONAL, Gold
from nlp.learn.matrix import Columns, choose_columns, rows_of, to_matrix
from nlp.learn.prepare import Prepared, folds_by_topic
from nlp.linear import Floats, Linear
from nlp.reader import Reader
from nlp.types import LABELS

Mask = npt.NDArray[np.bool_]
TOLERANCE = 1e-2
WISHING = [LABELS.index("personal"), LABELS.index("mixed")]


@dataclass(frozen=True, slots=True)
class Options:
    """How strongly each part may fit (C of logistic regression), and the cross-fitting."""

    text_c: float = 4.0
    side_c: float = 2.0
    kind_c: float = 4.0
    theme_c: float = 4.0
    head_c: float = 1.0
    folds: int = 3
    at_least: int = 3
    lexicon: bool = True  # False leaves the word classes out, to see what they add


@dataclass(slots=True)
class Layers:
    """Weights (features, outputs) and bias of both levels."""

    text: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
    clause: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


@dataclass(slots=True)
class Design:
    prepared: Prepared
    text_groups: Sequence[Group]
    clause_groups: Sequence[Group]
    text_columns: Columns
    clause_columns: Columns
    text: sp.csr_matrix
    clause: sp.csr_matrix


def design(prepared: Prepared, options: Options) -> Design:
    texts, clauses = text_groups(prepared.read), clause_groups(prepared.read)
    if not options.lexicon:
        texts, clauses = without_classes(texts), without_classes(clauses)
    rows, parts = prepared.read.texts, len(prepared.read.clause_text)
    text_columns = choose_columns(texts, rows, options.at_least)
    clause_columns = choose_columns(clauses, parts, options.at_least)
    return Design(
        prepared,
        texts,
        clauses,
        text_columns,
        clause_columns,
        to_matrix(texts, rows, text_columns),
        to_matrix(clauses, parts, clause_columns),
    )


def _many(
    matrix: sp.csr_matrix, gold: npt.NDArray[np.int64], outputs: int, c: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """One of several: weights (features, outputs). An output never seen stays very unlikely."""
    weights = np.zeros((matrix.shape[1], outputs))
    bias = np.full(outputs, -8.0)
    seen = np.unique(gold)
    if len(seen) < 2:
        bias[seen] = 0.0
        return weights, bias
    model = LogisticRegression(C=c, max_iter=400).fit(matrix, gold)
    if len(seen) == 2:  # one column: for the second class
        weights[:, seen[1]], bias[seen] = model.coef_[0], (0.0, model.intercept_[0])
        return weights, bias
    weights[:, seen], bias[seen] = model.coef_.T, model.intercept_
    return weights, bias


def _any(
    matrix: sp.csr_matrix, gold: npt.NDArray[np.int64], c: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Each on its own: weights (features, outputs)."""
    weights = np.zeros((matrix.shape[1], gold.shape[1]))
    bias = np.full(gold.shape[1], -5.0)
    for output in range(gold.shape[1]):
        if 0 < gold[:, output].sum() < len(gold):
            # A finer tolerance takes twice as long, and themes are no better for it.
            model = LogisticRegression(
                C=c, solver="liblinear", random_state=0, max_iter=400, tol=TOLERANCE
            )
            model.fit(matrix, gold[:, output])
            weights[:, output], bias[output] = model.coef_[0], model.intercept_[0]
    return weights, bias


def fit_layers(made: Design, texts: Mask, options: Options) -> Layers:
    """Fit both levels on the chosen texts."""
    gold, clause_text = made.prepared.gold, made.prepared.read.clause_text
    wishing = texts & np.isin(gold.label, WISHING)
    judged = texts & gold.judged
    clauses = judged[clause_text]
    services = clauses & (gold.kind >= 0)
    wishes = texts[clause_text] & (gold.side == PERSONAL)
    text_parts = [
        _many(rows_of(made.text, judged), gold.label[judged], N_LABELS, options.text_c),
        _any(rows_of(made.text, wishing), gold.themes[wishing], options.theme_c),
    ]
    clause_parts = [
        _many(rows_of(made.clause, clauses), gold.side[clauses], N_SIDES, options.side_c),
        _many(rows_of(made.clause, services), gold.kind[services], N_KINDS, options.kind_c),
        _any(rows_of(made.clause, wishes), gold.themes[clause_text[wishes]], options.theme_c),
    ]
    return Layers(_side_by_side(text_parts), _side_by_side(clause_parts))


def _side_by_side(
    parts: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return np.concatenate([w for w, _ in parts], axis=1), np.concatenate([b for _, b in parts])


def apply_layers(made: Design, layers: Layers) -> tuple[Floats, Floats]:
    text = made.text @ layers.text[0] + layers.text[1]
    clause = made.clause @ layers.clause[0] + layers.clause[1]
    return np.asarray(text, dtype=np.float32), np.asarray(clause, dtype=np.float32)


def cross_scores(made: Design, options: Options, texts: Mask) -> tuple[Floats, Floats]:
    """Scores of each chosen text from layers that never saw its topic."""
    fold = folds_by_topic(made.prepared.rows, options.folds)
    clause_text = made.prepared.read.clause_text
    text = np.zeros((len(fold), N_LABELS + N_THEMES), dtype=np.float32)
    clause = np.zeros((len(clause_text), N_SIDES + N_KINDS + N_THEMES), dtype=np.float32)
    for number in range(options.folds):
        held = texts & (fold == number)
        layers = fit_layers(made, texts & ~held, options)
        scores = apply_layers(made, layers)
        text[held], clause[held[clause_text]] = scores[0][held], scores[1][held[clause_text]]
    return text, clause


def fit_head(
    gold: Gold,
    scores: tuple[Floats, Floats],
    clause_text: npt.NDArray[np.int64],
    texts: Mask,
    options: Options,
) -> Head:
    """Fit the head on scores of texts their layers never saw."""
    judged = texts & gold.judged
    labels = label_evidence(*scores, clause_text)
    centre = labels[judged].mean(axis=0)
    spread = labels[judged].std(axis=0) + 1e-3
    weights, bias = _many(
        sp.csr_matrix((labels[judged] - centre) / spread),
        gold.label[judged],
        N_LABELS,
        options.head_c,
    )
    wishing = texts & np.isin(gold.label, WISHING)
    themes = theme_evidence(*scores, clause_text)
    theme_weights = np.zeros((N_THEMES, themes.shape[2]))
    theme_bias = np.full(N_THEMES, -3.0)
    for theme in range(N_THEMES):
        wanted = gold.themes[wishing, theme]
        if 0 < wanted.sum() < len(wanted):
            model = LogisticRegression(C=options.head_c).fit(themes[wishing, theme], wanted)
            theme_weights[theme], theme_bias[theme] = model.coef_[0], model.intercept_[0]
    parts = (centre, spread, weights, bias, theme_weights, theme_bias)
    return Head(*(np.asarray(p, dtype=np.float32) for p in parts))


def to_reader(made: Design, layers: Layers, head: Head) -> Reader:
    """Round the weights to what is stored."""
    return Reader(
        _linear(made.text_columns, layers.text), _linear(made.clause_columns, layers.clause), head
    )


def _linear(
    columns: Columns, layer: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
) -> Linear:
    weights, bias = layer
    return Linear.of(
        columns.buckets,
        columns.idf,
        weights.astype(np.float16),
        bias.astype(np.float32),
    )


def fit(prepared: Prepared, options: Options) -> Reader:
    made = design(prepared, options)
    every = np.ones(len(prepared.rows), dtype=bool)
    head = fit_head(
        prepared.gold, cross_scores(made, options, every), prepared.read.clause_text, every, options
    )
    return to_reader(made, fit_layers(made, every, options), head)
