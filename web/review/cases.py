"""Link a conversation to one of the council's cases, put the reference right, or take it out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.case import service
from api.case.schemas import CaseIn, CaseOut
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import ChangedMeanwhile, NotComplete
from api.reader import must
from api.record.router import KeysDep
from web.guard import only_from_our_page
from web.review.clash import clash_page
from web.review.deps import Practitioner, SignedForm, conversation_pages
from web.review.fields import problems_with
from web.review.form_page import form_page
from web.review.place import FormDep, back_to
from web.review.queue import queue_with
from web.review.record import opened

router = conversation_pages("/case")
search = APIRouter(
    prefix="/review", include_in_schema=False, dependencies=[Depends(only_from_our_page)]
)
case_page = form_page("review/case.html")


@router.get("")
def ask_case(
    request: Request, session: SessionDep, keys: KeysDep, user: Practitioner, conversation_id: UUID
) -> Response:
    must(user, "record")
    stands = reference_of(opened(session, keys, user, conversation_id)[1].case)
    form = {"case_reference": stands, "seen": stands}
    return case_page(request, user, conversation_id, form, {})


def reference_of(case: CaseOut | None) -> str:
    return case.reference if case else ""


@router.post("")
def link(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
) -> Response:
    typed, seen = form.get("case_reference", "")[:1_000], form.get("seen", "")
    given = CaseIn(reference=typed)
    try:
        service.link(session, keys, user, conversation_id, given, now=utc_now(), seen=seen)
    except NotComplete as problem:
        problems = problems_with(problem.parts)
        return case_page(request, user, conversation_id, form, problems, 422)
    except ChangedMeanwhile:
        theirs = reference_of(opened(session, keys, user, conversation_id)[1].case)
        return clash_page(request, user, conversation_id, theirs=theirs, mine=typed, about="case")
    return back_to(conversation_id, "case")


@router.post("/unlink")
def unlink(session: SessionDep, user: SignedForm, conversation_id: UUID) -> Response:
    service.unlink(session, user, conversation_id, now=utc_now())
    return back_to(conversation_id, "case")


@search.post("/case")
def find_case(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    reference: Annotated[str, Form(max_length=1_000)] = "",
) -> Response:
    """Lead to the queue of one case. A reference is in no address: those are kept and logged."""
    try:
        key = service.key_for(keys, user, reference)
    except NotComplete as problem:
        problems = problems_with(problem.parts)
        return queue_with(request, session, user, entered=reference, problems=problems, status=422)
    return RedirectResponse(f"/review?case={key.case}", 303)
