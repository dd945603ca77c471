"""Small changes from a page: acknowledge, allocate, mark as read, the day of a review."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.access import service as access
from api.casework import service
from api.core.clock import utc_now
from api.db import SessionDep
from api.queue.service import colleagues
from api.reader import must
from api.user.service import SignedInUser
from web.review import deps
from web.review.clash import clash_page
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import (
    DAY_PARTS,
    day_of,
    form_of,
    no_day,
    problems_with,
    whole_number,
)
from web.review.form_page import form_page

router = conversation_pages()
review_day_page = form_page("review/review_day.html")
allocate_form = form_page("review/allocate.html")

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


@router.get("/allocate")
def ask_allocate(
    request: Request, session: SessionDep, user: Practitioner, conversation_id: UUID
) -> Response:
    """For leads, with how much each colleague has. Who takes it on needs no form."""
    must(user, "allocate")
    return allocate_page(request, session, user, conversation_id)


@router.post("/allocate")
def allocate(
    request: Request, session: SessionDep, user: SignedForm, form: FormDep, conversation_id: UUID
) -> Response:
    """Without a name, to oneself; but a lead's form must name somebody."""
    holders = names_of(session, conversation_id)
    if form.get("choose") and not form.get("allocate_to"):
        problems = problems_with(["allocate_to"])
        return allocate_page(request, session, user, conversation_id, problems, 422)
    name = form.get("allocate_to") or user.username
    now_with = ", ".join(holders)
    if form.get("seen", "") != now_with:
        return clash_page(
            request, user, conversation_id, theirs=now_with, mine=name, about="allocated"
        )
    access.allocate(session, user, conversation_id, name, now=utc_now())
    return back_to(conversation_id, "work")


def names_of(session: SessionDep, conversation_id: UUID) -> list[str]:
    return [one.name for one in access.allocated_to(session, conversation_id)]


def allocate_page(
    request: Request,
    session: SessionDep,
    user: SignedInUser,
    conversation_id: UUID,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    given = {
        "holders": names_of(session, conversation_id),
        "colleagues": colleagues(session, user, now=utc_now()),
        "loads": access.loads(session, user),
    }
    return allocate_form(request, user, conversation_id, {}, problems or {}, status, **given)


@router.post("/release")
def release(
    session: SessionDep, user: SignedForm, form: FormDep, conversation_id: UUID
) -> Response:
    name = form.get("release") or user.username
    access.release(session, user, conversation_id, name, now=utc_now())
    return back_to(conversation_id, "work")


@router.get("/review-day")
def ask_review_day(
    request: Request, session: SessionDep, user: Practitioner, conversation_id: UUID
) -> Response:
    must(user, "record")
    due = service.review_day(session, conversation_id)
    parts = {f"review_due-{part}": str(getattr(due, part)) for part in DAY_PARTS if due}
    return review_day_page(request, user, conversation_id, parts, {})


@router.post("/review-day")
def review_day(
    request: Request, session: SessionDep, user: SignedForm, form: FormDep, conversation_id: UUID
) -> Response:
    """Three empty fields take the day away."""
    if no_day(form, "review_due"):
        problems = problems_with(["review_due"])
        return review_day_page(request, user, conversation_id, form, problems, 422)
    day = day_of(form, "review_due")
    service.set_review_day(session, user, conversation_id, day, now=utc_now())
    return back_to(conversation_id, "work")
