"""Clock time where the people are. The record keeps moments in UTC; pages, copies and e-mails show
what the clock on the wall said."""

from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from api.settings import get_settings

Day = TypeVar("Day", bound=date)


def local(value: Day) -> Day:
    """Return a moment on the clock of the place (OWNWORDS_TIME_ZONE); a day is a day anywhere."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        return value
    return value.astimezone(ZoneInfo(get_settings().time_zone))


def today_at(now: datetime) -> date:
    """Return which day it is where the people are: in summer a new one while UTC has the last."""
    return local(now).date()
