"""Load a model once, however many threads want it at that moment, and leave it alone then.

`lru_cache` alone has each of them load it. After the bot went away on a busy machine twenty threads
of the web server each read the encoder's 65 MB, and nobody was answered for twenty seconds.
"""

import gc
import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Model = TypeVar("Model")


def loaded_once(load: Callable[Given, Model]) -> Callable[Given, Model]:
    """Keep what `load` returns for the two latest arguments; whoever comes while it loads waits for
    that. What it raises is kept by nobody: the next one tries again."""
    kept = lru_cache(maxsize=2)(load)
    lock = threading.RLock()

    @wraps(load)
    def found(*given: Given.args, **named: Given.kwargs) -> Model:
        with lock:
            return kept(*given, **named)  # type: ignore[arg-type]

    return found


def keep_what_is_loaded() -> None:
    """Keep what is there now out of garbage collections, for a process that has loaded all it
    needs: each full one would look through it, and hold everybody up for 150 to 240 ms."""
    gc.collect()
    gc.freeze()
