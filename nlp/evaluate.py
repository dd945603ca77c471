"""Judge the reader: `python -m nlp.evaluate` writes nlp/metrics.json, docs/nlp.md and pictures.

Times are CPU seconds, so of one core whatever else the machine does.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from nlp.assessor import Assessor
from nlp.check_corpus import alike
from nlp.evaluation import measures
from nlp.evaluation.page import write_page
from nlp.evaluation.pictures import draw_calibration, draw_confusion, draw_learning
from nlp.evaluation.rivals import RIVALS, figures
from nlp.learn.corpus import Utterance, read_corpus, read_test, read_wishes
from nlp.learn.fit import Options
from nlp.settings import ROOT
from nlp.training import train_into
from nlp.types import Audience

SHARES = (0.25, 0.5, 0.75)
AUDIENCES: tuple[Audience, ...] = ("balanced", "adult", "practitioner")
TENTH = 10


def split() -> tuple[list[Utterance], list[Utterance], str]:
    """Learn from everything but the frozen test; without one, hold out a tenth of the topics."""
    rows, test = read_corpus() + read_wishes(), read_test()
    if test:
        return _unlike(rows, test), test, "the frozen test"
    held = [r for r in rows if crc32(r.topic.encode()) % TENTH == 0]
    return [r for r in rows if crc32(r.topic.encode()) % TENTH], held, "a tenth of the topics"


def _unlike(rows: list[Utterance], test: list[Utterance]) -> list[Utterance]:
    """Leave out of learning every topic of the test, and whatever is like a line of it."""
    topics = {row.topic for row in test}
    every = [(row.text, row.label) for row in [*test, *rows]]
    pairs = alike(every)
    close = {late - len(test) for late, early in pairs if early < len(test) <= late}
    return [r for at, r in enumerate(rows) if r.topic not in topics and at not in close]


def _quiet(_line: str) -> None:
    """Say nothing."""


def _learn(rows: Sequence[Utterance], folder: Path, options: Options) -> Assessor:
    train_into(rows, folder, _quiet, options)
    return Assessor(folder)


def _pairs(reader: Assessor, rows: Sequence[Utterance], audience: Audience) -> measures.Pairs:
    return list(zip(rows, reader.read([r.text for r in rows], audience), strict=True))


def _judged(rows: Sequence[Utterance]) -> int:
    """How many teach what is a wish and what a service."""
    return sum(not row.for_themes for row in rows)


def _speed(reader: Assessor, texts: list[str]) -> dict[str, float]:
    reader.read(texts, "balanced")
    started = time.process_time()
    for _ in range(5):
        reader.read(texts, "balanced")
    batch = 5 * len(texts) / (time.process_time() - started)
    each = []
    for text in texts:
        started = time.process_time()
        reader.read([text], "balanced")
        each.append(time.process_time() - started)
    return {
        "one_p95_ms": round(float(np.quantile(each, 0.95)) * 1000, 2),
        "batch_per_second": round(batch),
    }


def _curve(
    train: Sequence[Utterance], test: Sequence[Utterance], folder: Path
) -> list[dict[str, Any]]:
    out = []
    for share in SHARES:
        part = [r for r in train if crc32(f"curve {r.topic}".encode()) % 100 < share * 100]
        found = measures.headline(_pairs(_learn(part, folder, Options()), test, "balanced"))
        out.append({**found, "utterances": _judged(part)})
        print(f"{_judged(part)} utterances: {found['accuracy']}", flush=True)
    return out


def judge(folder: Path) -> dict[str, Any]:
    train, test, judged_on = split()
    started = time.process_time()
    reader = _learn(train, folder / "model", Options())
    took = time.process_time() - started
    size = sum(f.stat().st_size for f in (folder / "model").rglob("*") if f.is_file())
    pairs = {a: _pairs(reader, test, a) for a in AUDIENCES}
    balanced = pairs["balanced"]
    heads = {a: measures.headline(p) for a, p in pairs.items()}
    compared = {}
    for name, run in RIVALS.items():
        compared[name] = figures(test, run([r for r in train if not r.for_themes], test))
        print(name, compared[name], flush=True)
    bare = _learn(train, folder / "part", Options(lexicon=False))
    compared["model only (no word classes)"] = _short(
        measures.headline(_pairs(bare, test, "balanced"))
    )
    compared["both: the reader"] = _short(heads["balanced"])
    curve = _curve(train, test, folder / "part")
    return {
        "judged_on": judged_on,
        "shared_topics": len({r.topic for r in train} & {r.topic for r in test}),
        "train_utterances": _judged(train),
        "train_for_themes": len(train) - _judged(train),
        "test_utterances": len(test),
        "model": reader.name,
        "audiences": heads,
        "thresholds": reader.thresholds,
        "compared": compared,
        "labels": measures.per_label(balanced),
        "kinds": measures.per_kind(balanced),
        "voices": measures.by(balanced, lambda r: r.voice),
        "lengths": measures.by(balanced, measures.length_of),
        "confusion": measures.confusion(balanced),
        "calibration": measures.calibration(balanced),
        "learning": [*curve, {**heads["balanced"], "utterances": _judged(train)}],
        "speed": _speed(reader, [r.text for r in test]),
        "model_mb": round(size / 1e6, 1),
        "training_seconds": round(took),
    }


def _short(head: dict[str, Any]) -> dict[str, Any]:
    wanted = ("accuracy", "personal_wrongly_flagged", "service_or_mixed_found")
    return {key: head[key] for key in wanted}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT, help="where nlp/ and docs/ are written")
    out: Path = parser.parse_args(arguments).out
    with tempfile.TemporaryDirectory() as folder:
        found = judge(Path(folder))
    images = out / "docs" / "images"
    draw_confusion(found["confusion"], images / "nlp-confusion.png")
    draw_calibration(found["calibration"], images / "nlp-calibration.png")
    draw_learning(found["learning"], images / "nlp-learning.png")
    (out / "nlp").mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    (out / "nlp" / "metrics.json").write_text(text, encoding="utf-8")
    (out / "docs" / "nlp.md").write_text(write_page(found), encoding="utf-8")
    print(json.dumps(found["audiences"], indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
