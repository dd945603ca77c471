"""A model is current when what it was made from has not changed, in name or content."""

import os
from pathlib import Path

import pytest

from cli.training import stamp
from cli.training.steps import STEPS, Step, files_of


def a_step(**changes: object) -> Step:
    fields: dict[str, object] = {
        "name": "toy",
        "title": "a toy",
        "inputs": ("data/**/*", "code/*.py"),
        "without": ("data/notes*",),
        "command": lambda out: ["true"],
    }
    return Step(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {"data/a.yml": "a", "data/deep/b.yml": "b", "data/notes.txt": "n"}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_inputs_are_found_and_the_exceptions_left_out(root: Path) -> None:
    names = [str(path.relative_to(root)) for path in files_of(a_step(), root)]

    assert names == ["data/a.yml", "data/deep/b.yml"]


def test_a_later_time_changes_nothing(root: Path) -> None:
    before = stamp.of_inputs(a_step(), root)

    os.utime(root / "data/a.yml", (1, 1))

    assert stamp.of_inputs(a_step(), root) == before


def test_a_changed_word_or_a_renamed_or_new_file_changes_the_stamp(root: Path) -> None:
    stamps = [stamp.of_inputs(a_step(), root)]

    (root / "data/a.yml").write_text("A", encoding="utf-8")
    stamps.append(stamp.of_inputs(a_step(), root))
    (root / "data/a.yml").rename(root / "data/c.yml")
    stamps.append(stamp.of_inputs(a_step(), root))
    (root / "code").mkdir()
    (root / "code/x.py").touch()
    stamps.append(stamp.of_inputs(a_step(), root))

    assert len(set(stamps)) == 4


def test_compiled_python_is_no_input(root: Path) -> None:
    before = stamp.of_inputs(a_step(), root)

    (root / "data/__pycache__").mkdir()
    (root / "data/__pycache__/a.pyc").touch()

    assert stamp.of_inputs(a_step(), root) == before


def test_no_model_is_not_current(root: Path) -> None:
    assert not stamp.is_current(a_step(), root / "nowhere", root)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_step_is_made_from_something(step: Step) -> None:
    assert files_of(step)
