"""How long ago something was, in words short enough for a list."""

from datetime import datetime

from web.wording import Words

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def age(words: Words, then: datetime, now: datetime) -> str:
    """Return "5 minutes", "2 hours" or "3 days"."""
    seconds = max(0, int((now - then).total_seconds()))
    for size, one, many in ((DAY, "day", "days"), (HOUR, "hour", "hours")):
        if seconds >= size:
            number = seconds // size
            return str(words[one if number == 1 else many]).format(number=number)
    number = max(1, seconds // MINUTE)
    return str(words["minute" if number == 1 else "minutes"]).format(number=number)
