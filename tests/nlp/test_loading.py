"""A model is loaded once, however many threads want it at that moment."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from nlp.errors import NlpError
from nlp.loading import loaded_once

THREADS = 8


def test_whoever_comes_while_it_loads_waits_for_the_one_that_is_loading() -> None:
    together = threading.Barrier(THREADS)
    loads = []

    @loaded_once
    def model() -> object:
        time.sleep(0.05)
        loads.append(object())
        return loads[-1]

    def wanted(_: int) -> object:
        together.wait()
        return model()

    with ThreadPoolExecutor(THREADS) as threads:
        models = list(threads.map(wanted, range(THREADS)))

    assert len(loads) == 1
    assert set(models) == set(loads)


def test_what_could_not_be_loaded_is_tried_again() -> None:
    there = False

    @loaded_once
    def model() -> str:
        if not there:
            raise NlpError
        return "a model"

    with pytest.raises(NlpError):
        model()
    there = True

    assert model() == "a model"


def test_another_folder_is_another_model() -> None:
    @loaded_once
    def model(folder: str) -> list[str]:
        return [folder]

    assert model("one") is model("one")
    assert model("two") == ["two"]
