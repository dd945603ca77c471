"""Keep the person informed: write to them here, or note what they were told elsewhere."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from fastapi import Request, Response

from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import BadMessage, NotComplete
from api.language.local import today_at
from api.reader import must
from api.record.router import KeysDep
from api.told import log, service
from api.told.schemas import HOWS, InformedIn
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import day_of, problems_with, refuse
from web.review.form_page import form_page
from web.review.place import FormDep, SignedForm, back_to

router = conversation_pages()
message_page = form_page("review/message.html")
informed_page = form_page("review/informed.html", hows=HOWS)
LONGEST = 5_000


@router.get("/message")
def ask_message(
    request: Request, session: SessionDep, user: Practitioner, conversation_id: UUID
) -> Response:
    must(user, "record")
    return message_page(request, user, conversation_id, {}, {})


@router.post("/message")
def write_message(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
) -> Response:
    text = form.get("text", "")
    try:
        refuse(["text"] if len(text) > LONGEST else [])
        service.tell(session, keys, user, conversation_id, text)
    except (BadMessage, NotComplete):
        problems = problems_with(["text"])
        return message_page(request, user, conversation_id, form, problems, 422)
    return back_to(conversation_id, "news")


@router.get("/informed")
def ask_informed(
    request: Request, session: SessionDep, user: Practitioner, conversation_id: UUID
) -> Response:
    must(user, "record")
    today = today_at(utc_now())
    parts = {"day": today.day, "month": today.month, "year": today.year}
    form = {f"told_on-{part}": str(value) for part, value in parts.items()}
    return informed_page(request, user, conversation_id, form, {})


@router.post("/informed")
def note_informed(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
) -> Response:
    day, how = day_of(form, "told_on"), form.get("how", "")
    texts = [form.get(name, "") for name in ("text", "answer")]
    missing = [] if day else ["told_on"]
    missing += [] if how in HOWS else ["how"]
    missing += [] if texts[0].strip() else ["text"]
    missing += [
        name for name, text in zip(("text", "answer"), texts, strict=True) if len(text) > LONGEST
    ]
    try:
        refuse(missing)
        given = InformedIn(
            told_on=cast("date", day), how=cast("Any", how), text=texts[0], answer=texts[1]
        )
        log.inform(session, keys, user, conversation_id, given, now=utc_now())
    except NotComplete as problem:
        problems = problems_with(problem.parts)
        return informed_page(request, user, conversation_id, form, problems, 422)
    return back_to(conversation_id, "news")
