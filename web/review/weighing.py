"""Weigh a wish: three columns, with the ones that a colleague wrote meanwhile beside one's own."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api.casework.schemas import CaseworkOut
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import ChangedMeanwhile, NotComplete
from api.record.router import KeysDep
from api.record.schemas import ConversationRecord
from api.weighing import service
from api.weighing.schemas import Columns, WeighingOut
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import parts_of, problems_with, refuse, whole_number
from web.review.form_page import form_page
from web.review.place import FormDep, SignedForm, back_to
from web.review.record import opened
from web.review.wishes import number_of
from web.review.wording import LONGEST, Checked, check_wording

router = conversation_pages("/wishes/{outcome_id}")
NAMES = tuple(Columns.model_fields)
weighing_form = form_page("review/weighing.html")


@router.get("/weighing")
def ask_weighing(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    conversation_id: UUID,
    outcome_id: UUID,
) -> Response:
    record, casework = opened(session, keys, user, conversation_id)
    newest = newest_of(casework, outcome_id)
    form = newest.columns.model_dump() if newest else {}
    seen = {"seen": str(newest.number if newest else 0)}
    return weighing_page(request, user, record, outcome_id, form | seen, {})


@router.post("/weighing")
def weigh(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
    outcome_id: UUID,
) -> Response:
    record, casework = opened(session, keys, user, conversation_id)
    if form.get("check"):
        checked = check_wording(user, form, *NAMES)
        return weighing_page(request, user, record, outcome_id, form, {}, checked=checked)
    try:
        refuse(name for name in NAMES if len(form.get(name, "")) > LONGEST)
        given = Columns(**parts_of(form, NAMES))
        seen = whole_number(form.get("seen", ""))
        now = utc_now()
        service.weigh(session, keys, user, conversation_id, outcome_id, given, now=now, seen=seen)
    except NotComplete as problem:
        problems = problems_with(problem.parts)
        return weighing_page(request, user, record, outcome_id, form, problems, 422)
    except ChangedMeanwhile:
        theirs = newest_of(casework, outcome_id)
        again = {**form, "seen": str(theirs.number if theirs else 0)}
        return weighing_page(request, user, record, outcome_id, again, {}, 412, theirs=theirs)
    return back_to(conversation_id, f"wish-{number_of(record, outcome_id)}")


def newest_of(casework: CaseworkOut, outcome_id: UUID) -> WeighingOut | None:
    mine = [one for one in casework.weighings if one.outcome_id == outcome_id]
    return mine[-1] if mine else None


def weighing_page(
    request: Request,
    user: Any,
    record: ConversationRecord,
    outcome_id: UUID,
    form: Mapping[str, str],
    problems: dict[str, str],
    status: int = 200,
    *,
    checked: Sequence[Checked] = (),
    theirs: WeighingOut | None = None,
) -> Response:
    number = number_of(record, outcome_id)
    given = {
        "outcome": record.outcomes[number - 1],
        "number": number,
        "checked": checked,
        "theirs": theirs,
        "clash": theirs is not None,
    }
    return weighing_form(request, user, record.id, form, problems, status, **given)
