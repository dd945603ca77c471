"""Name a conflict of interest, one's own or a colleague's; leads lift it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import Conflict, NotComplete
from api.interest import service
from api.interest.schemas import InterestIn
from api.queue.service import colleagues
from api.reader import must
from api.record.router import KeysDep
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import problems_with, refuse
from web.review.form_page import form_page
from web.review.place import FormDep, SignedForm, back_to
from web.review.wording import LONGEST

router = conversation_pages("/interests")
interest_form = form_page("review/interest.html")


@router.get("/new")
def ask_interest(
    request: Request, session: SessionDep, user: Practitioner, conversation_id: UUID
) -> Response:
    must(user, "record")
    return interest_page(request, session, user, conversation_id, {}, {})


@router.post("/new")
def name(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
) -> Response:
    """Whoever names themselves cannot go back to the conversation: the queue is next."""
    whom, reason = form.get("colleague", "")[:100], form.get("reason_known", "")
    try:
        refuse(["reason_known"] if len(reason) > LONGEST else [])
        given = InterestIn(username=whom, reason=reason)
        service.name(session, keys, user, conversation_id, given, now=utc_now())
    except NotComplete as problem:
        wrong = problems_with(problem.parts)
        return interest_page(request, session, user, conversation_id, form, wrong, 422)
    except Conflict as problem:
        wrong = {"colleague": problem.message}
        return interest_page(request, session, user, conversation_id, form, wrong, 409)
    if whom == user.username:
        return RedirectResponse("/review", 303)
    return back_to(conversation_id, "interests")


@router.post("/lift")
def lift(session: SessionDep, user: SignedForm, form: FormDep, conversation_id: UUID) -> Response:
    must(user, "lift_interest")
    service.lift(session, user, conversation_id, form.get("colleague", ""), now=utc_now())
    return back_to(conversation_id, "interests")


def interest_page(
    request: Request,
    session: SessionDep,
    user: Any,
    conversation_id: UUID,
    form: Mapping[str, str],
    problems: dict[str, str],
    status: int = 200,
) -> Response:
    others = colleagues(session, user, now=utc_now())
    return interest_form(request, user, conversation_id, form, problems, status, colleagues=others)
