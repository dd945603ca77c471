"""Opening a colleague's conversation in need, and the page where leads see that it was done."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.access import service
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import BadMessage, NotYours
from api.record.router import KeysDep
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page
from web.review.deps import Practitioner, SignedForm
from web.views import page
from web.wording import words_in

router = APIRouter(
    prefix="/review", include_in_schema=False, dependencies=[Depends(only_from_our_page)]
)


@router.get("/conversations/{conversation_id}/break-glass")
def ask_reason(
    request: Request, session: SessionDep, user: Practitioner, conversation_id: UUID
) -> Response:
    try:
        service.must_open(session, user, conversation_id, now=utc_now())
    except NotYours:
        return reason_page(request, user, conversation_id)
    return RedirectResponse(f"/review/conversations/{conversation_id}", 303)


@router.post("/conversations/{conversation_id}/break-glass")
def break_glass(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    conversation_id: UUID,
    reason: Annotated[str, Form(max_length=5_000)] = "",
) -> Response:
    try:
        service.break_glass(session, keys, user, conversation_id, reason, now=utc_now())
    except BadMessage:
        problem = words_in().account.reason_empty
        return reason_page(request, user, conversation_id, reason, problem, 422)
    return RedirectResponse(f"/review/conversations/{conversation_id}", 303)


def reason_page(
    request: Request,
    user: SignedInUser,
    conversation_id: UUID,
    reason: str = "",
    problem: str | None = None,
    status: int = 200,
) -> Response:
    action = f"/review/conversations/{conversation_id}/break-glass"
    return page(
        request,
        "review/break_glass.html",
        status,
        user=user,
        action=action,
        reason=reason,
        problem=problem,
    )


@router.get("/glass")
def all_glass(request: Request, session: SessionDep, keys: KeysDep, user: Practitioner) -> Response:
    rows = service.broken_glass(session, keys, user, now=utc_now())
    return page(request, "review/glass.html", user=user, rows=rows)


@router.post("/glass/{glass_id}/seen")
def seen(session: SessionDep, user: SignedForm, glass_id: UUID) -> Response:
    service.glass_seen(session, user, glass_id, now=utc_now())
    return RedirectResponse("/review/glass", 303)
