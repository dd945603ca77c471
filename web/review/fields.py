"""What a practitioner's form brought: words as they were typed, a day of three numbers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fastapi import Request

from api.errors import NotComplete
from web.wording import words_in

DAY_PARTS = ("day", "month", "year")


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields. A browser turns each line break into two characters: it is one again."""
    form = await request.form()
    return {
        name: value.replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str)
    }


def one_of(value: str | None, *allowed: str) -> str | None:
    """Return what was picked; None for nothing, or for what nobody offered."""
    return value if value in allowed else None


def day_of(form: Mapping[str, str], name: str) -> date | None:
    """Return the day that name-day, name-month and name-year say; None where they say none."""
    try:
        year, month, day = (
            int(form.get(f"{name}-{part}", "")) for part in ("year", "month", "day")
        )
        return date(year, month, day)
    except ValueError:
        return None


def no_day(form: Mapping[str, str], name: str) -> bool:
    """Tell whether something was written there that is no day."""
    written = any(form.get(f"{name}-{part}") for part in DAY_PARTS)
    return written and day_of(form, name) is None


def problems_with(parts: Iterable[str]) -> dict[str, str]:
    """Return what is said at each field that is missing or not right."""
    words = words_in().work.problems
    return {part: str(words[part]) for part in parts}


def whole_number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < len("1234567890") else None


def parts_of(form: Mapping[str, str], names: Iterable[str]) -> dict[str, Any]:
    return {name: form.get(name, "") for name in names}


def refuse(parts: Iterable[str]) -> None:
    """Raise NotComplete where there are any parts that cannot be taken."""
    if found := list(parts):
        raise NotComplete(*found)
