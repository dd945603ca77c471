"""Training: cached, whole or not at all, one at a time."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cli.errors import Problem
from cli.training import stamp
from cli.training.run import train_all
from cli.training.steps import Step

WRITE = "import pathlib, sys; pathlib.Path(sys.argv[1], 'model').write_text('%s')"


def a_step(script: str = WRITE % "one", inputs: tuple[str, ...] = ("pyproject.toml",)) -> Step:
    return Step("toy", "a toy", inputs, (), lambda out: [sys.executable, "-c", script, str(out)])


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    return tmp_path / "models"


def run(step: Step, *, force: bool = False) -> list[str]:
    said: list[str] = []
    train_all([step], force=force, say=said.append)
    return said


def test_a_model_is_made_once(models: Path) -> None:
    first = run(a_step())
    second = run(a_step())

    assert first[0].startswith("toy: training")
    assert second == ["toy: unchanged, kept"]
    assert (models / "toy/model").read_text() == "one"


def test_force_makes_it_again(models: Path) -> None:
    run(a_step())
    run(a_step(WRITE % "two"), force=True)

    assert (models / "toy/model").read_text() == "two"


def test_other_inputs_make_it_again(models: Path) -> None:
    run(a_step())
    run(a_step(WRITE % "two", inputs=("Makefile",)))

    assert (models / "toy/model").read_text() == "two"


@pytest.mark.parametrize(
    "script",
    [
        "raise ValueError('a bad example')",
        WRITE % "half" + "; sys.exit(1)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "print('wrote nothing')",
    ],
)
def test_a_failed_training_leaves_the_old_model(models: Path, script: str) -> None:
    run(a_step())

    with pytest.raises(Problem, match="still in"):
        run(a_step(script), force=True)

    assert (models / "toy/model").read_text() == "one"
    assert [path.name for path in models.iterdir()] == ["toy"]


def test_what_went_wrong_is_shown(models: Path) -> None:
    with pytest.raises(Problem, match="a bad example"):
        run(a_step("raise ValueError('a bad example')"))


def test_what_a_killed_training_left_behind_is_swept_up(models: Path) -> None:
    (models / ".toy.new-abc").mkdir(parents=True)
    (models / ".toy.old-123").mkdir()

    run(a_step())

    assert [path.name for path in models.iterdir()] == ["toy"]


def test_a_file_changed_while_training_trains_again(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = iter(["before", "after", "after"])
    monkeypatch.setattr(stamp, "of_inputs", lambda step, root=None: next(hashes))

    run(a_step(), force=True)

    assert not stamp.is_current(a_step(), models / "toy")


WAIT_FOR_THE_OTHER = """
import pathlib, sys, time
out = pathlib.Path(sys.argv[1])
(out / "model").write_text("begun")
until = time.monotonic() + 20
while len(list(out.parent.rglob("model"))) < 2 and time.monotonic() < until:
    time.sleep(0.05)
sys.exit(time.monotonic() > until)
"""


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="with one processor they take turns")
def test_two_models_are_made_at_once(models: Path) -> None:
    steps = [replace(a_step(WAIT_FOR_THE_OTHER), name=name) for name in ("one", "two")]

    train_all(steps, force=False, say=lambda _: None)

    assert sorted(p.parent.name for p in models.glob("*/model")) == ["one", "two"]
