"""A stamp says what a model was made from. It lies inside the model's folder and moves with it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from cli.errors import Problem
from cli.paths import ROOT
from cli.training.steps import Step, files_of

NAME = "made-from.sha256"


def of_inputs(step: Step, root: Path = ROOT) -> str:
    """A hash over the name and content of each file; times play no part."""
    total = hashlib.sha256()
    for path in files_of(step, root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root)} {content}\n".encode())
    return total.hexdigest()


def of_model(model: Path) -> str | None:
    """What the model in this folder was made from; None when there is none."""
    try:
        return (model / NAME).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def is_current(step: Step, model: Path, root: Path = ROOT) -> bool:
    return of_model(model) == of_inputs(step, root)


def must_be_trained(steps: Iterable[Step], models: Path) -> None:
    """Raises Problem, naming those that are not."""
    missing = [step.name for step in steps if of_model(models / step.name) is None]
    if missing:
        raise Problem(f"{', '.join(missing)} not trained. Run `ownwords train`.")
