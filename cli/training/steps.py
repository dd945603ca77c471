"""The three models: what each is made from, and the command that makes it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cli.paths import RASA_PYTHON, ROOT


@dataclass(frozen=True)
class Step:
    """`inputs` are globs below the root. `command` is given the folder to write into."""

    name: str
    title: str
    inputs: tuple[str, ...]
    without: tuple[str, ...]
    command: Callable[[Path], list[str]]


def _rasa(out: Path) -> list[str]:
    return [
        *(str(RASA_PYTHON), "-m", "rasa", "train"),
        *("--data", "bot/data", "--config", "config.yml", "--domain", "domain.yml"),
        *("--fixed-model-name", "bot", "--out", str(out)),
    ]


# What only uses or measures the reading, so that a new line or figure trains nothing.
USING = ("compare", "evaluat", "figures", "folds", "gates", "intro", "metrics", "reader", "report")

STEPS = (
    Step(
        name="assess",
        title="how outcomes are read",
        inputs=("nlp/**/*", "requirements/app.txt"),
        without=("nlp/reading/*", "nlp/evaluat*", "nlp/metrics*"),
        command=lambda out: [sys.executable, "-m", "nlp.training", "--out", str(out)],
    ),
    Step(
        name="reading",
        title="how messages are read",
        inputs=(
            *("nlp/errors.py", "nlp/reading/**/*", "nlp/vectors/*.py"),
            *("nlp/learn/corpus.py", "nlp/corpus/*.jsonl"),
            *("bot/data/**/*.yml", "requirements/app.txt"),
        ),
        without=("nlp/corpus/test*", *(f"nlp/reading/{name}*" for name in USING)),
        command=lambda out: [sys.executable, "-m", "nlp.reading.training", "--out", str(out)],
    ),
    Step(
        name="rasa",
        title="how the conversation goes",
        inputs=(
            *("config.yml", "domain.yml", "bot/domain/**/*.yml", "bot/data/**/*.yml"),
            *("bot/channel/reader.py", "requirements/rasa.txt"),
        ),
        without=(),
        command=_rasa,
    ),
)


def files_of(step: Step, root: Path = ROOT) -> list[Path]:
    """The files a step is made from, sorted, so that their order never changes the stamp."""
    found = {path for pattern in step.inputs for path in root.glob(pattern) if path.is_file()}
    return sorted(path for path in found if _counts(path.relative_to(root), step))


def _counts(path: Path, step: Step) -> bool:
    if "__pycache__" in path.parts:
        return False
    return not any(str(path).startswith(pattern.removesuffix("*")) for pattern in step.without)
