"""Fit a reader and choose its thresholds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.head import Head, label_evidence, theme_evidence
from nlp.learn.fit import (
    WISHING,
    Options,
    cross_scores,
    design,
    fit_head,
    fit_layers,
    to_reader,
)
from nlp.learn.prepare import Prepared, folds_by_topic
from nlp.learn.thresholds import choose_theme_threshold, choose_thresholds
from nlp.linear import Floats
from nlp.reader import Reader


@dataclass(slots=True)
class Trained:
    reader: Reader
    thresholds: dict[str, float]
    crossed: tuple[Floats, Floats]  # (label, theme) probabilities, each from topics never seen


def train(prepared: Prepared, options: Options) -> Trained:
    made = design(prepared, options)
    every = np.ones(len(prepared.rows), dtype=bool)
    scores = cross_scores(made, options, every)
    text_of = prepared.read.clause_text
    crossed = _cross_heads(prepared, scores, options)
    head = fit_head(prepared.gold, scores, text_of, every, options)
    wishing = np.isin(prepared.gold.label, WISHING)
    judged = prepared.gold.judged
    thresholds = choose_thresholds(crossed[0][judged], prepared.gold.label[judged])
    thresholds["theme"] = choose_theme_threshold(crossed[1][wishing], prepared.gold.themes[wishing])
    return Trained(to_reader(made, fit_layers(made, every, options), head), thresholds, crossed)


def _cross_heads(
    prepared: Prepared, scores: tuple[Floats, Floats], options: Options
) -> tuple[Floats, Floats]:
    """The head's answers for each topic, from heads fitted on the other topics."""
    text_of = prepared.read.clause_text
    fold = folds_by_topic(prepared.rows, options.folds)
    evidence = label_evidence(*scores, text_of), theme_evidence(*scores, text_of)
    labels = np.zeros((len(fold), 4), dtype=np.float32)
    themes = np.zeros((len(fold), evidence[1].shape[1]), dtype=np.float32)
    for number in range(options.folds):
        held: npt.NDArray[np.bool_] = fold == number
        head: Head = fit_head(prepared.gold, scores, text_of, ~held, options)
        labels[held] = head.labels(evidence[0][held])
        themes[held] = head.themes(evidence[1][held])
    return labels, themes
