"""Wait for what comes of itself, and no longer than it takes."""

import time
from collections.abc import Callable


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Raises AssertionError where it has not come true by then."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)
