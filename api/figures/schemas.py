"""Figures about the team's work: rows of numbers, and not one word that was said."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

Name = Literal["safety", "outcomes", "flags", "waiting"]


class Months(BaseModel):
    """Whole months, as "2026-01", both included: by when a conversation began."""

    since: str
    until: str

    @property
    def begins(self) -> datetime:
        return datetime.fromisoformat(f"{self.since}-01T00:00:00+00:00")

    @property
    def ends(self) -> datetime:
        """The first moment that is no longer in them."""
        year, month = map(int, self.until.split("-"))
        following = f"{year + month // 12:04}-{month % 12 + 1:02}"
        return datetime.fromisoformat(f"{following}-01T00:00:00+00:00")


class Row(BaseModel):
    name: str
    numbers: list[int | None]  # one for each column; None where it is too small to show

    @property
    def some(self) -> bool:
        """Whether there is any to show."""
        return any(self.numbers)


class Figure(BaseModel):
    name: Name
    columns: list[str]
    rows: list[Row]


class Figures(BaseModel):
    months: Months
    least: int
    figures: list[Figure]
