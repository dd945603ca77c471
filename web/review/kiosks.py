"""Kiosks, for those who keep them and those who come when one rings; nothing said at one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from api.core.access import may
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import BadMessage
from api.kiosk import bell, service
from api.kiosk.schemas import NewKiosk
from api.record.router import KeysDep
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page
from web.review.ages import age
from web.review.deps import Practitioner, SignedForm, SignedFormToHash
from web.views import page
from web.wording import words_in

router = APIRouter(
    prefix="/review/kiosks", include_in_schema=False, dependencies=[Depends(only_from_our_page)]
)


@router.get("")
def all_kiosks(request: Request, session: SessionDep, user: Practitioner) -> Response:
    return kiosks_page(request, session, user)


def kiosks_page(
    request: Request,
    session: SessionDep,
    user: SignedInUser,
    *,
    new: NewKiosk | None = None,
    name: str = "",
    problem: str | None = None,
) -> Response:
    """Return the page, once with a new code on it, or with what was wrong with a name."""
    now = utc_now()
    return page(
        request,
        "review/kiosks.html",
        422 if problem else 200,
        user=user,
        kiosks=service.listed(session, user, now=now),
        calls=bell.calls(session, user, unanswered=True),
        answered=bell.calls(session, user, unanswered=False),
        keeps=may(user.role, "keep_kiosks"),
        ago=lambda at: age(words_in().work.ages, at, now),
        new=new,
        entered=name,
        problem=problem,
    )


@router.get("/calls")
def calls(session: SessionDep, user: Practitioner) -> Response:
    """Return who rang, for the page's script: the kiosk's name and no more."""
    waiting = bell.calls(session, user, unanswered=True)
    return JSONResponse([{"id": str(call.id), "kiosk": call.kiosk} for call in waiting])


@router.post("")
def add(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedFormToHash,
    name: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Add a kiosk and show its code, this once."""
    try:
        new = service.add_kiosk(session, keys, user, name, now=utc_now())
    except BadMessage as problem:
        return kiosks_page(request, session, user, name=name, problem=problem.message)
    return kiosks_page(request, session, user, new=new)


@router.post("/{kiosk_id}/code")
def new_code(
    request: Request, session: SessionDep, keys: KeysDep, user: SignedFormToHash, kiosk_id: UUID
) -> Response:
    new = service.new_code(session, keys, user, kiosk_id, now=utc_now())
    return kiosks_page(request, session, user, new=new)


@router.post("/{kiosk_id}/close")
def close(session: SessionDep, user: SignedForm, kiosk_id: UUID) -> Response:
    service.revoke(session, user, kiosk_id, now=utc_now())
    return RedirectResponse("/review/kiosks", 303)


@router.post("/calls/{call_id}")
def answer(session: SessionDep, user: SignedForm, call_id: UUID) -> Response:
    bell.answer(session, user, call_id, now=utc_now())
    return RedirectResponse("/review/kiosks", 303)
