"""The three pictures of docs/nlp.md. Plain colours that also tell apart in grey."""

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

from matplotlib import pyplot as plt

from nlp.types import LABELS

SIZE = (5.2, 4.2)


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


def draw_confusion(table: list[list[int]], path: Path) -> None:
    figure, axes = plt.subplots(figsize=SIZE)
    axes.imshow(table, cmap="Blues")
    most = max(max(row) for row in table)
    for y, row in enumerate(table):
        for x, count in enumerate(row):
            colour = "white" if count > most / 2 else "black"
            axes.text(x, y, str(count), ha="center", va="center", color=colour)
    axes.set_xticks(range(len(LABELS)), LABELS)
    axes.set_yticks(range(len(LABELS)), LABELS)
    axes.set_xlabel("read as")
    axes.set_ylabel("labelled")
    _save(figure, path)


def draw_calibration(steps: list[dict[str, float]], path: Path) -> None:
    figure, axes = plt.subplots(figsize=SIZE)
    axes.plot([0, 1], [0, 1], "--", color="grey", label="as sure as right")
    axes.plot([s["sure"] for s in steps], [s["right"] for s in steps], "o-", label="the reader")
    axes.set_xlabel("how sure")
    axes.set_ylabel("how often right")
    axes.legend()
    _save(figure, path)


def draw_learning(curve: list[dict[str, float]], path: Path) -> None:
    figure, axes = plt.subplots(figsize=SIZE)
    at = [c["utterances"] for c in curve]
    axes.plot(at, [c["accuracy"] for c in curve], "o-", label="label accuracy")
    axes.plot(at, [c["theme_primary"] for c in curve], "s--", label="primary theme right")
    axes.set_xlabel("utterances learnt from")
    axes.legend()
    _save(figure, path)
