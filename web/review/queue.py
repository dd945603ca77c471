"""The morning's list. Every filter is in the address, so a list can be kept or sent on."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.core.clock import utc_now
from api.core.queue import STATES, Level, State
from api.db import SessionDep
from api.flag.schemas import KINDS
from api.opinion import service as opinion
from api.override.waiting import to_sign
from api.queue import service
from api.queue.schemas import Allocated, Filters
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page
from web.review.ages import age
from web.review.deps import Practitioner
from web.review.paging import pages_of
from web.views import page
from web.wording import words_in

PER_PAGE = 25
Code = Annotated[str, Query(pattern=r"^[a-z_]{0,40}$")]

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


def chosen_filters(
    state: State | Literal[""] = "",
    status: Literal["open", "paused", "finished", ""] = "",
    channel: Literal["web", "kiosk", ""] = "",
    alert: Level | Literal["any", ""] = "",
    kind: Code = "",
    theme: Code = "",
    needs: Literal["yes", "no", ""] = "",
    allocated: Allocated | Literal[""] = "",
    case: Annotated[str, Query(pattern=r"^([0-9a-f]{32})?$")] = "",
) -> dict[str, Any]:
    """Return every filter as the address says it, "" for any."""
    return {name: value for name, value in locals().items() if isinstance(value, (str, UUID))}


FiltersDep = Annotated[dict[str, Any], Depends(chosen_filters)]


@router.get("/review")
def queue_page(
    request: Request,
    session: SessionDep,
    user: Practitioner,
    chosen: FiltersDep,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """One page of the queue: who may be in danger first."""
    return queue_with(request, session, user, chosen, number)


def queue_with(
    request: Request,
    session: SessionDep,
    user: SignedInUser,
    chosen: Mapping[str, Any] | None = None,
    number: int = 1,
    *,
    entered: str = "",
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Return a page of the queue, with what was wrong with the reference of a case."""
    now, chosen = utc_now(), chosen or chosen_filters()
    found = service.list_queue(
        session, user, filters_in(chosen), now=now, page=number, per_page=PER_PAGE
    )
    at = pages_of(found.total, PER_PAGE, number, lambda other: address(chosen, other))
    if at.beyond:
        return RedirectResponse(address(chosen, at.last), 303)
    return page(
        request,
        "review/queue.html",
        status,
        user=user,
        found=found,
        chosen={name: str(value) for name, value in chosen.items()},
        filtered=any(value for name, value in chosen.items() if name not in ("state", "case")),
        states=[(state, found.counts.get(state, 0)) for state in STATES],
        state_address=lambda state: address({**chosen, "state": state}),
        colleagues=service.colleagues(session, user, now=now),
        asked=opinion.asked_of_me(session, user, now=now),
        to_sign=to_sign(session, user, now=now),
        kinds=KINDS,
        age=lambda then: age(words_in().work.ages, then, now),
        at=at,
        entered=entered,
        problems=problems or {},
    )


def filters_in(chosen: Mapping[str, Any]) -> Filters:
    given = {name: value or None for name, value in chosen.items()}
    return Filters(**given | {"case": bytes.fromhex(chosen["case"]) or None})


def address(chosen: Mapping[str, Any], number: int = 1) -> str:
    query = {name: str(value) for name, value in chosen.items() if value}
    if number > 1:
        query["page"] = str(number)
    return f"/review?{urlencode(query)}" if query else "/review"
