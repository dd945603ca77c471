"""How long ago something was, in words short enough for a list."""

from datetime import datetime

from web.wording import Words, counted

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def age(words: Words, then: datetime, now: datetime) -> str:
    """Return "5 minutes", "2 hours" or "3 days"."""
    seconds = max(0, int((now - then).total_seconds()))
    for size, unit in ((DAY, "days"), (HOUR, "hours")):
        if seconds >= size:
            return counted(words[unit], seconds // size)
    return counted(words.minutes, max(1, seconds // MINUTE))
