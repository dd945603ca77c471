"""Run the steps whose inputs changed. A model appears whole or not at all."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from cli.environment import ONE_THREAD, for_rasa
from cli.errors import Problem
from cli.files import move_in
from cli.logs import last_lines, log_path, open_log
from cli.paths import RASA_PYTHON, ROOT, models_dir, run_dir
from cli.training import stamp
from cli.training.steps import Step

Say = Callable[[str], None]


def train_all(steps: Iterable[Step], *, force: bool, say: Say) -> None:
    """Train each step whose inputs changed, as many at once as there are processors.

    Raises Problem when one fails, after the others have ended.
    """

    def do(step: Step) -> None:
        model = models_dir() / step.name
        if not force and stamp.is_current(step, model):
            say(f"{step.name}: unchanged, kept")
        else:
            _train(step, model, say)

    with _one_at_a_time(say), ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done in [pool.submit(do, step) for step in steps]:
            done.result()


def _train(step: Step, model: Path, say: Say) -> None:
    say(f"{step.name}: training {step.title}")
    began = time.monotonic()
    made_from = stamp.of_inputs(step)  # before, so that a file changed meanwhile trains again
    model.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{step.name}.new-", dir=model.parent))
    try:
        _run(step, fresh)
        (fresh / stamp.NAME).write_text(made_from + "\n", encoding="utf-8")
        move_in(fresh, model)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    say(f"{step.name}: done in {time.monotonic() - began:.0f} s")


def _run(step: Step, out: Path) -> None:
    command = step.command(out)
    is_rasa = command[0] == str(RASA_PYTHON)
    if is_rasa and not RASA_PYTHON.exists():
        raise Problem("Rasa's environment is missing. Run `make setup` to make it.")
    env = for_rasa() if is_rasa else os.environ | ONE_THREAD
    # Progress comes on standard output and is shown. Rasa's libraries fill the other with
    # warnings about each other, so that is kept for the day something goes wrong.
    with open_log(f"train-{step.name}") as log:
        finished = subprocess.run(command, cwd=ROOT, env=env, stderr=log, check=False)
    if finished.returncode != 0 or not any(out.iterdir()):
        raise Problem(
            f"Training {step.name!r} failed. The model that was there before, if any, is still in "
            f"place. The end of {log_path(f'train-{step.name}')}:\n"
            f"{last_lines(f'train-{step.name}')}"
        )


@contextmanager
def _one_at_a_time(say: Say) -> Iterator[None]:
    """Wait while another `ownwords train` is at work; it may be making just what we need."""
    run_dir().mkdir(parents=True, exist_ok=True)
    with (run_dir() / "train.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another training is under way; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        _sweep()
        yield


def _sweep() -> None:
    """Remove what a training that was killed left behind."""
    for left in models_dir().glob(".*.new-*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in models_dir().glob(".*.old-*"):
        shutil.rmtree(left, ignore_errors=True)
