"""A clock that a test moves on."""

from datetime import datetime, timedelta

from api.core.clock import utc_now


class Moment:
    def __init__(self) -> None:
        self._later = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self._later

    def pass_(self, **time: float) -> None:
        self._later += timedelta(**time)
