"""Long work for the processor that gives way to whoever waits for an answer.

A return code is hashed slowly on purpose. On a machine that is full, that must make the one who
begins wait a little longer, and not everybody who is in the middle of a sentence.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

NICE = 19
Result = TypeVar("Result")


def give_way() -> None:
    """Put the calling thread behind the others that want the processor. There is no way back."""
    with suppress(OSError):  # where it is behind further already
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


class Behind:
    """Does what it is given on threads of its own, at most `at_once` of them."""

    def __init__(self, at_once: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, "behind", initializer=give_way)

    def do(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns; the caller waits for it. Raises what it raises."""
        return self._threads.submit(work).result()
