"""Note who is beside the adult, and when they no longer are."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import Request, Response

from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import NotComplete
from api.reader import must
from api.record.router import KeysDep
from api.supporter import service
from api.supporter.schemas import MAY_SEE, ROLES, Details, SupporterIn
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import one_of, parts_of, problems_with, refuse
from web.review.form_page import form_page
from web.review.place import FormDep, SignedForm, back_to

router = conversation_pages("/supporters")
LONGEST = {"name": 200, "contact": 1_000, "notes": 5_000}
supporter_page = form_page("review/supporter.html")


@router.get("/new")
def ask_supporter(
    request: Request, session: SessionDep, user: Practitioner, conversation_id: UUID
) -> Response:
    must(user, "record")
    return supporter_page(request, user, conversation_id, {"may_see": "nothing"}, {})


@router.post("/new")
def add(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
) -> Response:
    try:
        refuse(name for name, most in LONGEST.items() if len(form.get(name, "")) > most)
        given = supporter_in(form)
        service.add(session, keys, user, conversation_id, given, now=utc_now())
    except NotComplete as problem:
        problems = problems_with(problem.parts)
        return supporter_page(request, user, conversation_id, form, problems, 422)
    return back_to(conversation_id, "supporters")


def supporter_in(form: Mapping[str, str]) -> SupporterIn:
    return SupporterIn.model_validate(
        {
            "role": one_of(form.get("role"), *ROLES),
            "may_see": one_of(form.get("may_see"), *MAY_SEE),
            "do_not_contact": bool(form.get("do_not_contact")),
            "details": parts_of(form, Details.model_fields),
        }
    )


@router.post("/{supporter_id}/end")
def end(
    session: SessionDep, user: SignedForm, conversation_id: UUID, supporter_id: UUID
) -> Response:
    service.end(session, user, conversation_id, supporter_id, now=utc_now())
    return back_to(conversation_id, "supporters")
