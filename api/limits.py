"""How often something may be tried (the `limits` library, in this process's memory), and how many
may do what is slow at once."""

import threading
from functools import lru_cache
from time import monotonic
from types import TracebackType

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.errors import Overloaded, TooManyTries

SWEPT_EVERY_SECONDS = 60.0


class _Tries:
    """Who tried what, and when. Whoever's time is over is forgotten: the library would keep an
    empty list of everybody who ever came, and look through all of them at each try."""

    def __init__(self) -> None:
        self.storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self.storage)
        self._one_at_a_time = threading.Lock()
        self._swept_at = monotonic()

    def hit(self, item: RateLimitItem, *who: str) -> bool:
        """Count it, and return whether it is allowed."""
        with self._one_at_a_time:
            self._sweep()
            return self._limiter.hit(item, *who)

    def _sweep(self) -> None:
        if monotonic() - self._swept_at < SWEPT_EVERY_SECONDS:
            return
        self._swept_at = monotonic()
        for who in [who for who, tries in list(self.storage.events.items()) if not tries]:
            self.storage.clear(who)


@lru_cache
def _tries() -> _Tries:
    return _Tries()


def allow(rate: str, *who: str) -> None:
    """Count one try. Raises TooManyTries, with how long to wait, once `rate` (such as "5/minute")
    is spent."""
    item = parse(rate)
    if not _tries().hit(item, *who):
        raise TooManyTries(headers={"Retry-After": str(item.get_expiry())})


def forget_tries() -> None:
    """Start counting afresh; for tests."""
    _tries.cache_clear()


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
