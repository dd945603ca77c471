"""Pictures where people would rather look, each beside its table. The months are in the address."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.core.clock import utc_now
from api.db import SessionDep
from api.figures import service
from api.figures.schemas import Figure, Months
from api.language.local import today_at
from web.guard import only_from_our_page
from web.review.deps import Practitioner
from web.views import page

MONTHS_BACK = 36  # that can be chosen
USUAL = 12  # shown where none is chosen
Month = Annotated[str, Query(pattern=r"^(20\d\d-(0[1-9]|1[0-2]))?$")]

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@router.get("/review/figures")
def figures_page(
    request: Request, session: SessionDep, user: Practitioner, since: Month = "", until: Month = ""
) -> Response:
    now = utc_now()
    known = months_until(today_at(now), MONTHS_BACK)
    chosen = sorted((since or known[USUAL - 1], until or known[0]))
    months = Months(since=chosen[0], until=chosen[1])
    return page(
        request,
        "review/figures.html",
        user=user,
        found=service.read_figures(session, user, months, now=now),
        # One that was asked for by its address is offered as well.
        months=sorted({*known, *chosen}, reverse=True),
        longest=longest,
    )


def months_until(day: date, count: int) -> list[str]:
    """Return so many months as "2026-01", the newest first."""
    newest = day.year * 12 + day.month - 1
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(newest, newest - count, -1)]


def longest(figure: Figure) -> int:
    """Return the number that the longest bar stands for; 0 where there is none to draw."""
    return max((number for row in figure.rows for number in row.numbers if number), default=0)
