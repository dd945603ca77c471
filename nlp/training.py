"""Train the reader: `python -m nlp.training --out DIR`."""

import argparse
import hashlib
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from threadpoolctl import threadpool_limits

from nlp.assessor import META
from nlp.components.outcome_reader import OutcomeReader
from nlp.components.theme_reader import ThemeReader
from nlp.learn.corpus import Utterance, read_corpus, read_wishes
from nlp.learn.fit import Options
from nlp.learn.prepare import prepare
from nlp.learn.themes import fit_themes
from nlp.learn.train import Trained, train
from nlp.pipeline import blank_pipeline, set_vocabulary
from nlp.settings import CORPUS, model_dir
from nlp.storage import FILE
from nlp.vectors import Network
from nlp.vectors.network import FILE as NETWORK

Say = Callable[[str], None]


def train_into(rows: Sequence[Utterance], out: Path, say: Say, options: Options) -> dict[str, Any]:
    """Fit on `rows` and write the pipeline to `out`, whole or not at all. Return its meta."""
    say(f"Reading {len(rows)} utterances")
    prepared = prepare(rows)
    say("Fitting the reader")
    with threadpool_limits(1):  # one thread adds in one order: the same bytes every time
        trained = train(prepared, options)
        say("Fitting the second look at themes")
        themes = fit_themes(prepared, say)
    part = out.with_name(out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    meta = _write(trained, themes, prepared.vocabulary, part)
    shutil.rmtree(out, ignore_errors=True)
    part.rename(out)
    return meta


def _write(
    trained: Trained, themes: tuple[Network, ...], vocabulary: list[str], folder: Path
) -> dict[str, Any]:
    pipeline = blank_pipeline()
    set_vocabulary(pipeline, vocabulary)
    cast(OutcomeReader, pipeline.get_pipe("outcome_reader")).reader = trained.reader
    cast(ThemeReader, pipeline.get_pipe("theme_reader")).networks = themes
    folder.parent.mkdir(parents=True, exist_ok=True)
    pipeline.to_disk(folder)
    name = _name_of(
        folder / "outcome_reader" / FILE,
        *sorted((folder / "theme_reader").glob(f"*/{NETWORK}")),
    )
    pipeline.meta[META] = {"model": f"assess-{name}", "thresholds": trained.thresholds}
    pipeline.to_disk(folder)
    return cast(dict[str, Any], pipeline.meta[META])


def _name_of(*files: Path) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes() if file.exists() else b"")
    return total.hexdigest()[:12]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=model_dir(), help="where the model goes")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of JSONL files")
    given = parser.parse_args(arguments)
    started = time.perf_counter()
    rows = read_corpus(given.corpus) + read_wishes(given.corpus)
    if not rows:
        print(f"There is no corpus in {given.corpus}.", file=sys.stderr)
        return 1
    meta = train_into(rows, given.out, lambda line: print(line, flush=True), Options())
    size = sum(f.stat().st_size for f in given.out.rglob("*") if f.is_file())
    took = time.perf_counter() - started
    print(f"Wrote {meta['model']} to {given.out}: {size / 1e6:.1f} MB in {took:.0f} s")
    print(f"Thresholds: {meta['thresholds']}")
    return 0


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    sys.exit(main())
