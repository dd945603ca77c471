"""How often something may be tried: the `limits` library, in this process's memory."""

from functools import lru_cache

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.errors import TooManyTries


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
