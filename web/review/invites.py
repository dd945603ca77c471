"""Codes for cases: make one, show it once to print or read out, see what became of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import Connected, NotComplete
from api.invite import service
from api.record.router import KeysDep
from api.settings import get_settings
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page
from web.review.deps import Practitioner, SignedForm, SignedFormToHash
from web.review.fields import problems_with
from web.views import page
from web.wording import words_in

router = APIRouter(
    prefix="/review/invites", include_in_schema=False, dependencies=[Depends(only_from_our_page)]
)


@router.get("")
def all_invites(
    request: Request, session: SessionDep, keys: KeysDep, user: Practitioner
) -> Response:
    return invites_page(request, session, keys, user)


@router.post("")
def make(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedFormToHash,
    reference: Annotated[str, Form(max_length=1_000)] = "",
) -> Response:
    """Show the code, this once, on a page that says nothing to whoever else reads it."""
    try:
        new = service.make_invite(session, keys, user, reference, now=utc_now())
    except NotComplete as problem:
        problems = problems_with(problem.parts)
        return invites_page(request, session, keys, user, reference, problems, 422)
    except Connected:
        problems = {"case_reference": words_in().invites.connected}
        return invites_page(request, session, keys, user, reference, problems, 403)
    address = get_settings().address_outside
    return page(request, "review/invite.html", user=user, new=new, address=address)


@router.post("/{invite_id}/revoke")
def revoke(session: SessionDep, keys: KeysDep, user: SignedForm, invite_id: UUID) -> Response:
    service.revoke(session, keys, user, invite_id, now=utc_now())
    return RedirectResponse("/review/invites", 303)


def invites_page(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedInUser,
    entered: str = "",
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "review/invites.html",
        status,
        user=user,
        invites=service.listed(session, keys, user, now=utc_now()),
        days=get_settings().invite_days,
        entered=entered,
        problems=problems or {},
    )
