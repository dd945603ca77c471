"""Write down what was found about somebody's capacity to make one decision."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import Request, Response

from api.capacity import service
from api.capacity.schemas import FINDINGS, REPRESENTATIVES, CapacityIn, Reasons
from api.core.capacity import ABILITIES
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import NotComplete
from api.reader import must
from api.record.router import KeysDep
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import day_of, no_day, one_of, parts_of, problems_with, refuse
from web.review.form_page import form_page
from web.review.place import FormDep, SignedForm, back_to

router = conversation_pages("/capacity")
SHORT, LONGEST = 200, 5_000
LONGEST_OF = {"assessed_by": SHORT, "assessor_role": SHORT, "about": 1_000}
capacity_page = form_page("review/capacity.html", abilities=ABILITIES)


@router.get("/new")
def ask_capacity(
    request: Request, session: SessionDep, user: Practitioner, conversation_id: UUID
) -> Response:
    must(user, "record")
    return capacity_page(request, user, conversation_id, {}, {})


@router.post("/new")
def record(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
) -> Response:
    try:
        refuse(too_long(form))
        given = capacity_in(form)
        service.record(session, keys, user, conversation_id, given, now=utc_now())
    except NotComplete as problem:
        problems = problems_with(problem.parts)
        return capacity_page(request, user, conversation_id, form, problems, 422)
    return back_to(conversation_id, "capacity")


def too_long(form: Mapping[str, str]) -> list[str]:
    """Return the fields that are too long, and a day to look again that is none."""
    long = [
        name
        for name in Reasons.model_fields
        if len(form.get(name, "")) > LONGEST_OF.get(name, LONGEST)
    ]
    return long + (["look_again_on"] if no_day(form, "look_again_on") else [])


def capacity_in(form: Mapping[str, str]) -> CapacityIn:
    return CapacityIn.model_validate(
        {
            "finding": one_of(form.get("finding"), *FINDINGS),
            "assessed_on": day_of(form, "assessed_on"),
            "unable": [name for name in ABILITIES if form.get(f"unable-{name}")],
            "representative": one_of(form.get("representative"), *REPRESENTATIVES),
            "look_again_on": day_of(form, "look_again_on"),
            "reasons": parts_of(form, Reasons.model_fields),
        }
    )
