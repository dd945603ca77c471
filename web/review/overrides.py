"""Write down a decision against a wish, and sign one as the second person."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from fastapi import Request, Response

from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import NotComplete, NotFound
from api.override import service
from api.override.schemas import BASES, OverrideIn, Reasons
from api.reader import must
from api.record.router import KeysDep
from api.record.schemas import ConversationRecord
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import day_of, parts_of, problems_with, refuse
from web.review.place import FormDep, SignedForm, back_to
from web.review.record import opened
from web.views import page

router = conversation_pages("/overrides")
SHORT, LONGEST = 200, 5_000


@router.get("/new")
def ask_override(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    conversation_id: UUID,
) -> Response:
    record, _ = opened(session, keys, user, conversation_id)
    return override_page(request, user, record, {}, {})


@router.post("/new")
def write_override(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
) -> Response:
    record, _ = opened(session, keys, user, conversation_id)
    try:
        long = [name for name in Reasons.model_fields if len(form.get(name, "")) > longest(name)]
        refuse(long)
        given = override_in(form, record)
        service.record(session, keys, user, conversation_id, given, now=utc_now())
    except NotComplete as problem:
        problems = problems_with(problem.parts)
        return override_page(request, user, record, form, problems, 422)
    return back_to(conversation_id, "overrides")


def longest(name: str) -> int:
    return SHORT if name in ("decided_by", "decider_role", "basis_other") else LONGEST


def override_in(form: Mapping[str, str], record: ConversationRecord) -> OverrideIn:
    """Return what was filled in. `wish` is an outcome's id, or "enquiry", or "sharing"."""
    wish, basis, told = (form.get(name, "") for name in ("wish", "basis", "told_choice"))
    outcome = next((one.id for one in record.outcomes if str(one.id) == wish), None)
    other = wish if wish in ("enquiry", "sharing") else None
    return OverrideIn(
        wish="outcome" if outcome else cast("Any", other),
        outcome_id=outcome,
        basis=cast("Any", basis if basis in BASES else None),
        decided_on=day_of(form, "decided_on"),
        told=cast("Any", told if told in ("told", "not_told") else None),
        reasons=Reasons(**parts_of(form, Reasons.model_fields)),
    )


@router.post("/{override_id}/sign")
def sign(
    session: SessionDep, user: SignedForm, form: FormDep, conversation_id: UUID, override_id: UUID
) -> Response:
    must(user, "sign_override")
    answer = form.get("answer")
    if answer not in ("agreed", "refused"):
        raise NotFound
    service.sign(session, user, conversation_id, override_id, cast("Any", answer), now=utc_now())
    return back_to(conversation_id, "overrides")


def override_page(
    request: Request,
    user: Any,
    record: ConversationRecord,
    form: Mapping[str, str],
    problems: dict[str, str],
    status: int = 200,
) -> Response:
    return page(
        request,
        "review/override.html",
        status,
        user=user,
        conversation_id=record.id,
        outcomes=list(enumerate(record.outcomes, start=1)),
        bases=BASES,
        form=form,
        problems=problems,
    )
