"""Small changes from a page: acknowledge, allocate, mark as read, the day of a review."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.access import service as access
from api.casework import service
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import NotComplete
from api.user.service import SignedInUser
from web.review import deps
from web.review.clash import clash_page
from web.review.deps import conversation_pages
from web.review.fields import day_of, form_of, whole_number

router = conversation_pages()

SignedForm = Annotated[SignedInUser, Depends(deps.signed_form)]
FormDep = Annotated[dict[str, str], Depends(form_of)]


def back_to(conversation_id: UUID, anchor: str = "") -> Response:
    where = f"/review/conversations/{conversation_id}"
    return RedirectResponse(f"{where}#{anchor}" if anchor else where, 303)


@router.post("/alerts/{alert_id}/acknowledge")
def acknowledge(
    session: SessionDep, user: SignedForm, conversation_id: UUID, alert_id: UUID
) -> Response:
    service.acknowledge(session, user, conversation_id, alert_id, now=utc_now())
    return back_to(conversation_id, "alerts")


@router.post("/read")
def read(session: SessionDep, user: SignedForm, form: FormDep, conversation_id: UUID) -> Response:
    """Read up to the newest message that the page showed: what came since is still new."""
    seq = whole_number(form.get("seq", "")) or 0
    service.mark_read(session, user, conversation_id, seq, now=utc_now())
    return back_to(conversation_id, "work")


@router.post("/allocate")
def allocate(
    request: Request, session: SessionDep, user: SignedForm, form: FormDep, conversation_id: UUID
) -> Response:
    """Without a name, to oneself."""
    name = form.get("allocate_to") or user.username
    now_with = ", ".join(one.name for one in access.allocated_to(session, conversation_id))
    if form.get("seen", "") != now_with:
        return clash_page(
            request, user, conversation_id, theirs=now_with, mine=name, about="allocated"
        )
    access.allocate(session, user, conversation_id, name, now=utc_now())
    return back_to(conversation_id, "work")


@router.post("/release")
def release(
    session: SessionDep, user: SignedForm, form: FormDep, conversation_id: UUID
) -> Response:
    name = form.get("release") or user.username
    access.release(session, user, conversation_id, name, now=utc_now())
    return back_to(conversation_id, "work")


@router.post("/review-day")
def review_day(
    session: SessionDep, user: SignedForm, form: FormDep, conversation_id: UUID
) -> Response:
    """Three empty fields take the day away."""
    day = day_of(form, "review_due")
    if day is None and any(form.get(f"review_due-{part}") for part in ("day", "month", "year")):
        raise NotComplete("review_due")
    service.set_review_day(session, user, conversation_id, day, now=utc_now())
    return back_to(conversation_id, "work")
