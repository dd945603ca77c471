"""Close an enquiry with a review, or open it again."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api.casework.schemas import CaseworkOut
from api.closing import service
from api.closing.schemas import ACHIEVED, ClosingIn, Details
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import Conflict, NotComplete
from api.record.router import KeysDep
from api.record.schemas import ConversationRecord
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import one_of, parts_of, problems_with, refuse
from web.review.place import FormDep, SignedForm, back_to
from web.review.record import opened
from web.review.wording import LONGEST, Checked, check_wording
from web.views import page

router = conversation_pages()
# What is told of the person's life, where a service is easily written in its place.
OWN_WORDING = ("difference", "next_time")


@router.get("/closing")
def ask_closing(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    conversation_id: UUID,
) -> Response:
    """What the person answered in the chat is filled in, to be confirmed."""
    sides = opened(session, keys, user, conversation_id)
    answered = {
        f"result-{outcome.id}": outcome.review.achieved
        for outcome in sides[0].outcomes
        if outcome.review
    }
    return closing_page(request, user, sides, answered, {})


@router.post("/closing")
def close(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
) -> Response:
    sides = opened(session, keys, user, conversation_id)
    if form.get("check"):
        checked = check_wording(user, form, *OWN_WORDING)
        return closing_page(request, user, sides, form, {}, checked=checked)
    long = [name for name in Details.model_fields if len(form.get(name, "")) > LONGEST]
    try:
        refuse(long)
        given = closing_in(form, sides[0])
        service.close(session, keys, user, conversation_id, given, now=utc_now())
    except NotComplete as problem:
        problems = problems_with(problem.parts)
        return closing_page(request, user, sides, form, problems, 422)
    except Conflict as clash:
        return closing_page(request, user, sides, form, {}, 412, clash=clash.message)
    return back_to(conversation_id, "closing")


def closing_in(form: Mapping[str, str], record: ConversationRecord) -> ClosingIn:
    results = {
        outcome.id: form[f"result-{outcome.id}"]
        for outcome in record.outcomes
        if form.get(f"result-{outcome.id}") in ACHIEVED
    }
    return ClosingIn.model_validate(
        {
            "review": one_of(form.get("review"), "done", "declined"),
            "agreed": one_of(form.get("agreed"), "yes", "no", "not_asked"),
            "results": results,
            "details": parts_of(form, Details.model_fields),
        }
    )


@router.post("/reopen")
def reopen(session: SessionDep, user: SignedForm, conversation_id: UUID) -> Response:
    service.reopen(session, user, conversation_id, now=utc_now())
    return back_to(conversation_id, "work")


def closing_page(
    request: Request,
    user: Any,
    sides: tuple[ConversationRecord, CaseworkOut],
    form: Mapping[str, str],
    problems: dict[str, str],
    status: int = 200,
    *,
    clash: str = "",
    checked: Sequence[Checked] = (),
) -> Response:
    record, casework = sides
    return page(
        request,
        "review/closing.html",
        status,
        user=user,
        conversation_id=record.id,
        outcomes=[
            (number, outcome)
            for number, outcome in enumerate(record.outcomes, start=1)
            if outcome.status == "active"
        ],
        closings=casework.closings,
        form=form,
        problems=problems,
        clash=clash,
        checked=checked,
        achieved=ACHIEVED,
    )
