"""A practitioner's own tidy wording of a wish: beside the words, never over them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api.casework.schemas import CaseworkOut
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import ChangedMeanwhile, NotComplete, NotFound
from api.record.router import KeysDep
from api.record.schemas import ConversationRecord, OutcomeOut
from api.summary import service
from api.summary.schemas import SummaryOut
from web.review.clash import clash_page
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import problems_with, refuse, whole_number
from web.review.place import FormDep, SignedForm, back_to
from web.review.record import opened
from web.review.wording import LONGEST, Checked, check_wording
from web.views import page

router = conversation_pages("/wishes/{outcome_id}")


@router.get("/summary")
def ask_summary(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    conversation_id: UUID,
    outcome_id: UUID,
) -> Response:
    record, casework = opened(session, keys, user, conversation_id)
    newest = newest_of(casework, outcome_id)
    form = {"summary": newest.text if newest else "", "seen": str(newest.number if newest else 0)}
    return summary_page(request, user, record, outcome_id, form, {})


@router.post("/summary")
def write_summary(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
    outcome_id: UUID,
) -> Response:
    """Keep it. `check` only shows what sounds like a service in it, and keeps nothing."""
    text = form.get("summary", "")
    record, casework = opened(session, keys, user, conversation_id)
    if checked := check_wording(user, form, "summary"):
        return summary_page(request, user, record, outcome_id, form, {}, checked=checked)
    try:
        refuse(["summary"] if len(text) > LONGEST or form.get("check") else [])
        seen = whole_number(form.get("seen", ""))
        now = utc_now()
        service.write(session, keys, user, conversation_id, outcome_id, text, now=now, seen=seen)
    except NotComplete as problem:
        problems = problems_with(problem.parts)
        return summary_page(request, user, record, outcome_id, form, problems, status=422)
    except ChangedMeanwhile:
        return clash(request, user, casework, conversation_id, outcome_id, text)
    return back_to(conversation_id, f"wish-{number_of(record, outcome_id)}")


def clash(
    request: Request,
    user: Any,
    casework: CaseworkOut,
    conversation_id: UUID,
    outcome_id: UUID,
    mine: str,
) -> Response:
    theirs = newest_of(casework, outcome_id)
    return clash_page(
        request,
        user,
        conversation_id,
        theirs=theirs.text if theirs else "",
        mine=mine,
        about="summary",
        again=f"/review/conversations/{conversation_id}/wishes/{outcome_id}/summary",
        seen=str(theirs.number if theirs else 0),
    )


def newest_of(casework: CaseworkOut, outcome_id: UUID) -> SummaryOut | None:
    mine = [one for one in casework.summaries if one.outcome_id == outcome_id]
    return mine[-1] if mine else None


def number_of(record: ConversationRecord, outcome_id: UUID) -> int:
    ids = [outcome.id for outcome in record.outcomes]
    if outcome_id not in ids:
        raise NotFound("outcome")
    return ids.index(outcome_id) + 1


def summary_page(
    request: Request,
    user: Any,
    record: ConversationRecord,
    outcome_id: UUID,
    form: Mapping[str, str],
    problems: dict[str, str],
    *,
    checked: Sequence[Checked] = (),
    status: int = 200,
) -> Response:
    number = number_of(record, outcome_id)
    outcome: OutcomeOut = record.outcomes[number - 1]
    return page(
        request,
        "review/summary.html",
        status,
        user=user,
        conversation_id=record.id,
        outcome=outcome,
        number=number,
        form=form,
        problems=problems,
        checked=checked,
    )
