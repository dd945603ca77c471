"""What was made at start stays: the collector of garbage need not look at it again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from nlp.loading import keep_what_is_loaded


@contextmanager
def steady() -> Iterator[None]:
    """Keep what is there now out of garbage collections.

    A page of a thousand turns brings on a full one. Over all that a process loads at its start,
    each held every answer up for 160 ms (docs/performance-review.md).
    """
    keep_what_is_loaded()
    try:
        yield
    finally:
        gc.unfreeze()
