"""Link the conversations of adults who live together."""

import re
from uuid import UUID

from fastapi import Request, Response

from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import Conflict, Connected, NotComplete, NotFound, NotYours
from api.household import service
from api.household.schemas import HouseholdIn
from api.reader import must
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import problems_with
from web.review.form_page import form_page
from web.review.place import FormDep, SignedForm, back_to

router = conversation_pages("/household")
household_page = form_page("review/household.html")
NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@router.get("/new")
def ask_household(
    request: Request, session: SessionDep, user: Practitioner, conversation_id: UUID
) -> Response:
    must(user, "record")
    return household_page(request, user, conversation_id, {}, {})


@router.post("/new")
def link(
    request: Request, session: SessionDep, user: SignedForm, form: FormDep, conversation_id: UUID
) -> Response:
    """One that cannot be opened is answered like one that is not there."""
    try:
        given = HouseholdIn(conversation_id=number_in(form.get("other", "")))
        service.link(session, user, conversation_id, given, now=utc_now())
    except (NotComplete, NotFound, NotYours, Connected):
        problems = problems_with(["other"])
        return household_page(request, user, conversation_id, form, problems, 422)
    except Conflict as problem:
        wrong = {"other": problem.message}
        return household_page(request, user, conversation_id, form, wrong, 409)
    return back_to(conversation_id, "household")


def number_in(text: str) -> UUID:
    """Return the number in what was pasted: a number, or the address of a page that ends in it.
    Raises NotComplete."""
    found = NUMBER.findall(text[:1_000])
    if not found:
        raise NotComplete("other")
    return UUID(found[0])


@router.post("/leave")
def leave(session: SessionDep, user: SignedForm, conversation_id: UUID) -> Response:
    service.unlink(session, user, conversation_id, now=utc_now())
    return back_to(conversation_id, "household")
