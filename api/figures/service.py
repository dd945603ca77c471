"""Figures for leads: how safe people feel, what came about, which flags, how long people wait.

Small numbers are hidden and the rest rounded, no total stands beside them, and only whole months
can be asked for: docs/decisions/0061.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.core.small_numbers import shown
from api.figures.repository import FiguresRepository
from api.figures.schemas import Figure, Figures, Months, Name, Row
from api.reader import Reader, must
from api.settings import get_settings
from nlp.types import KINDS, THEMES

Cell = tuple[str, str]  # the row's name and the column's

BANDS = {"low": range(4), "middle": range(4, 7), "high": range(7, 11)}
SAFETY = ("before", "after")
NO_THEME = "none"
ACHIEVED = {"fully": "fully", "partly": "partly", "not": "not"}
CAME_ABOUT = ("fully", "partly", "not", "other")
DECIDED = ("accepted", "dismissed", "undecided")
WAITS = ("alert_seen", "looked_at", "told")
LONGEST = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
WAITED = (*LONGEST, "longer", "not_yet")


def read_figures(session: Session, reader: Reader, months: Months, *, now: datetime) -> Figures:
    """Return every figure of the months. Raises NotAllowed; the look and its months are audited."""
    must(reader, "see_figures")
    write_audit(session, reader.actor, "listed", f"figures {months.since} {months.until}", now)
    read = FiguresRepository(session, months)
    least = get_settings().least_shown
    counted: tuple[tuple[Name, Iterable[Cell], Sequence[str], Sequence[str]], ...] = (
        ("safety", _safety(read), SAFETY, tuple(BANDS)),
        ("outcomes", _outcomes(read), (*THEMES, NO_THEME), CAME_ABOUT),
        ("flags", _flags(read), (*KINDS, "whole"), DECIDED),
        ("waiting", _waiting(read), WAITS, WAITED),
    )
    figures = [
        _figure(name, Counter(cells), rows, columns, least)
        for name, cells, rows, columns in counted
    ]
    return Figures(months=months, least=least, figures=figures)


def _figure(
    name: Name, counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str], least: int
) -> Figure:
    lines = [
        Row(name=row, numbers=[shown(counts.get((row, column), 0), least) for column in columns])
        for row in rows
    ]
    return Figure(name=name, columns=list(columns), rows=lines)


def _safety(read: FiguresRepository) -> Iterable[Cell]:
    """Count those alone who gave a number both at the start and at the review."""
    first: dict[object, int] = {}
    last: dict[object, int] = {}
    for conversation_id, when, value in read.marks():
        if when == "start":
            first.setdefault(conversation_id, value)
        else:
            last[conversation_id] = value
    for conversation_id in first.keys() & last.keys():
        yield "before", _band(first[conversation_id])
        yield "after", _band(last[conversation_id])


def _band(value: int) -> str:
    return next(name for name, values in BANDS.items() if value in values)


def _outcomes(read: FiguresRepository) -> Iterable[Cell]:
    """Count what came about: as answered at closing, else as the person answered in the chat. A
    wish with two themes counts in both."""
    closed = read.results()
    for outcome_id, themes, own_answer in read.outcomes():
        achieved = closed.get(outcome_id, own_answer)
        if achieved is not None:
            for theme in themes or [NO_THEME]:
                yield theme, ACHIEVED.get(achieved, "other")


def _flags(read: FiguresRepository) -> Iterable[Cell]:
    for kind, decision in read.flags():
        yield kind, decision if decision in DECIDED else "undecided"


def _waiting(read: FiguresRepository) -> Iterable[Cell]:
    began, looks, news = read.began(), read.first_looks(), read.first_news()
    for conversation_id, at in began.items():
        yield "looked_at", _waited(at, looks.get(str(conversation_id)))
        yield "told", _waited(at, news.get(conversation_id))
    counted = set()
    for conversation_id, raised, acknowledged in read.alerts():
        if conversation_id not in counted:  # the first of each person's
            counted.add(conversation_id)
            yield "alert_seen", _waited(raised, acknowledged)


def _waited(since: datetime, until: datetime | None) -> str:
    if until is None:
        return "not_yet"
    waited = until - since
    return next((name for name, longest in LONGEST.items() if waited <= longest), "longer")
