"""One conversation: their words, what was noticed and why, and the outcome record, side by side."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Cookie, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.casework.open import open_casework
from api.casework.schemas import CaseworkOut
from api.core.access import may
from api.core.clock import utc_now
from api.db import SessionDep
from api.language.local import today_at
from api.record import service
from api.record.router import KeysDep
from api.record.schemas import ConversationRecord
from api.settings import get_settings
from api.user.service import SignedInUser
from api.vault.keys import KeyRing
from web.guard import only_from_our_page
from web.review import deps
from web.review.deps import Practitioner
from web.review.differences import differences
from web.review.noticed import view_of
from web.views import page

KEYS_COOKIE = "ow_keys"

router = APIRouter(
    include_in_schema=False,
    dependencies=[Depends(only_from_our_page), Depends(deps.theirs_to_open)],
)


def opened(
    session: SessionDep, keys: KeyRing, user: SignedInUser, conversation_id: UUID
) -> tuple[ConversationRecord, CaseworkOut]:
    """Return the person's side and ours. The look is audited once."""
    record = service.get_conversation(session, keys, user, conversation_id)
    return record, open_casework(session, keys, user, conversation_id, now=utc_now())


@router.get("/review/conversations/{conversation_id}")
def one_conversation(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    conversation_id: UUID,
    shortcuts: Annotated[str, Cookie(alias=KEYS_COOKIE)] = "",
) -> Response:
    """The person's words are shown as they are, and can be edited nowhere."""
    record, casework = opened(session, keys, user, conversation_id)
    return page(
        request,
        "review/record.html",
        user=user,
        record=record,
        casework=casework,
        shortcuts=shortcuts == "on",
        may_sign=may(user.role, "sign_override"),
        may_allocate=may(user.role, "allocate"),
        **shown(record, casework),
    )


def shown(record: ConversationRecord, casework: CaseworkOut) -> dict[str, Any]:
    """Return what the page works out from both sides."""
    views = {outcome.id: view_of(outcome, casework) for outcome in record.outcomes}
    return {
        "undecided": [
            one for view in views.values() for one in view.noticed if one.flag.standing is None
        ],
        "numbers": {outcome.id: n for n, outcome in enumerate(record.outcomes, start=1)},
        "views": views,
        "said": {turn.seq: turn for turn in record.turns},
        "acknowledged": {one.alert_id: one for one in casework.acknowledged},
        "summaries": grouped(casework.summaries, "outcome_id"),
        "weighings": grouped(casework.weighings, "outcome_id"),
        "opinions": grouped(casework.opinions, "flag_id"),
        "on_messages": {
            seq: [f for f in casework.flags if f.seq == seq and not f.withdrawn]
            for seq in {flag.seq for flag in casework.flags if flag.seq}
        },
        "differences": differences,
        "review_is_due": review_is_due(casework, today_at(utc_now())),
    }


def review_is_due(casework: CaseworkOut, today: date) -> bool:
    """Tell whether the day to look back with them has come, as the queue says it."""
    day = casework.review_due_on
    return casework.closed_at is None and day is not None and day <= today


def grouped(rows: Sequence[Any], name: str) -> dict[UUID, list[Any]]:
    """Return the rows by what they belong to, in their order."""
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


@router.post("/review/conversations/{conversation_id}/shortcuts")
def switch_shortcuts(
    user: Annotated[SignedInUser, Depends(deps.signed_form)],
    conversation_id: UUID,
    shortcuts: Annotated[str, Cookie(alias=KEYS_COOKIE)] = "",
) -> Response:
    """Keys are off until somebody wants them: one letter is easily pressed by mistake."""
    response = RedirectResponse(f"/review/conversations/{conversation_id}#keys", 303)
    turned = "off" if shortcuts == "on" else "on"
    secure = get_settings().secure_cookies
    response.set_cookie(
        KEYS_COOKIE, turned, path="/review", httponly=True, samesite="strict", secure=secure
    )
    return response
