"""Rasa runs with names in place of TensorFlow."""

import importlib
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from bot.without_tensorflow import ABSENT, Name, TensorFlowIsAbsent, leave_out


@pytest.fixture(autouse=True)
def nothing_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    leave_out()
    yield
    for name in [*sys.modules]:
        if name.partition(".")[0] in ABSENT:
            del sys.modules[name]


def test_a_name_can_be_looked_up_wherever_it_stands() -> None:
    layers = importlib.import_module("tensorflow.keras.layers")

    assert isinstance(layers.Dense, Name)
    assert isinstance(importlib.import_module("tensorflow").keras.layers.Dense, Name)


def test_a_name_can_be_inherited_from_and_names_no_object() -> None:
    keras = importlib.import_module("tensorflow.keras")

    class Ours(keras.Model):  # type: ignore[misc, name-defined]
        kept = "as written"

    assert Ours.kept == "as written"
    assert not isinstance("a tensor", keras.Model)


@pytest.mark.parametrize("what", ["config.threading.set_x", "keras.Model", "function"])
def test_whoever_calls_one_is_told(what: str) -> None:
    found: Any = importlib.import_module("tensorflow")
    for name in what.split("."):
        found = getattr(found, name)

    with pytest.raises(TensorFlowIsAbsent, match=what):
        found()


def test_what_python_asks_of_a_module_is_not_made_up() -> None:
    tensorflow = importlib.import_module("tensorflow")

    assert not hasattr(tensorflow, "__version__")
    assert not hasattr(tensorflow.keras, "__wrapped__")


def test_other_modules_are_imported_as_ever() -> None:
    assert importlib.import_module("json").loads("1") == 1
