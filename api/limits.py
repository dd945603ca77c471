"""How often something may be tried (the `limits` library, in this process's memory), and how many
may do what is slow at once."""

import threading
from functools import lru_cache
from types import TracebackType

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.errors import Overloaded, TooManyTries


@lru_cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


def allow(rate: str, *who: str) -> None:
    """Count one try. Raises TooManyTries, with how long to wait, once `rate` (such as "5/minute")
    is spent."""
    item = parse(rate)
    if not _limiter().hit(item, *who):
        raise TooManyTries(headers={"Retry-After": str(item.get_expiry())})


def forget_tries() -> None:
    """Start counting afresh; for tests."""
    _limiter.cache_clear()


class Few:
    """So many at once, and so many who wait. Whoever comes beyond that is told to come again:
    waiting takes a thread, and without one nobody is answered, nor gets away."""

    def __init__(self, at_once: int, *, waiting: int) -> None:
        self._room = threading.BoundedSemaphore(at_once + waiting)
        self._turn = threading.BoundedSemaphore(at_once)

    def __enter__(self) -> None:
        """Raises Overloaded."""
        if not self._room.acquire(blocking=False):
            raise Overloaded
        self._turn.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._turn.release()
        self._room.release()
