"""The audit as pages: all of it for auditors and leads, one record's timeline beside it."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.audit import read
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import NotYours
from web.guard import only_from_our_page
from web.review.deps import Practitioner
from web.review.paging import pages_of
from web.views import page

PER_PAGE = 50

router = APIRouter(
    prefix="/review", include_in_schema=False, dependencies=[Depends(only_from_our_page)]
)


Text = Annotated[str, Query(max_length=120)]


def chosen_lines(who: Text = "", what: Text = "", about: Text = "") -> dict[str, str]:
    """Return what the address asks for, "" for any."""
    return {"who": who.strip(), "what": what, "about": about.strip()}


ChosenDep = Annotated[dict[str, str], Depends(chosen_lines)]


@router.get("/audit")
def whole_audit(
    request: Request,
    session: SessionDep,
    user: Practitioner,
    chosen: ChosenDep,
    number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> Response:
    """All of it, or what one account did, or what was done with one thing, or one kind of deed."""
    found = read.whole(
        session,
        user,
        page=number,
        per_page=PER_PAGE,
        now=utc_now(),
        action=chosen["what"],
        name=chosen["who"],
        subject=chosen["about"],
    )

    def address(other: int) -> str:
        return address_of(chosen, other)

    at = pages_of(found.total, PER_PAGE, number, address)
    if at.beyond:
        return RedirectResponse(address(at.last), 303)
    return page(
        request,
        "review/audit.html",
        user=user,
        lines=found.items,
        total=found.total,
        at=at,
        chosen=chosen,
    )


def address_of(chosen: dict[str, str], number: int) -> str:
    query = {name: value for name, value in chosen.items() if value} | {"page": str(number)}
    return f"/review/audit?{urlencode(query)}"


@router.get("/conversations/{conversation_id}/audit")
def timeline(
    request: Request, session: SessionDep, user: Practitioner, conversation_id: UUID
) -> Response:
    """What was done with one conversation, oldest first."""
    here = f"/review/conversations/{conversation_id}"
    try:
        lines = read.timeline(session, user, conversation_id, now=utc_now())
    except NotYours:
        return RedirectResponse(f"{here}/break-glass", 303)
    return page(request, "review/timeline.html", user=user, lines=lines, back=here)
