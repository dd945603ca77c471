"""Decide on a flag, ask the person about it, or add one that was missed."""

import re
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from fastapi import Request, Response

from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import BadMessage, ChangedMeanwhile, NotComplete, NotFound
from api.flag import service
from api.flag.schemas import KINDS, REASONS, DecisionIn, FlagIn, FlagOut
from api.record.router import KeysDep
from api.record.schemas import ConversationRecord
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import problems_with, refuse, whole_number
from web.review.flagged import Flagged, flag_and_words
from web.review.place import FormDep, SignedForm, back_to
from web.review.record import opened
from web.views import page
from web.wording import words_in

router = conversation_pages("/flags")
WORD = re.compile(r"\S+")


@router.get("/new")
def new_flag(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    conversation_id: UUID,
    wish: UUID | None = None,
    message: int | None = None,
) -> Response:
    """Each word is a box to tick, so that words can be picked without a script."""
    record, _ = opened(session, keys, user, conversation_id)
    target = {"wish": str(wish or ""), "message": str(message or "")}
    return new_flag_page(request, user, record, target, {})


@router.post("/new")
def add_flag(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
) -> Response:
    record, _ = opened(session, keys, user, conversation_id)
    text = text_to_flag(record, form)
    start, end = picked(text, form)
    missing = [] if end else ["words"]
    missing += [] if form.get("kind") in KINDS else ["kind"]
    outcome_id = UUID(form["wish"]) if form.get("wish") else None
    given = FlagIn(
        outcome_id=outcome_id,
        seq=None if outcome_id else whole_number(form.get("message", "")),
        start=start,
        end=max(end, 1),
        kind=form.get("kind", ""),
    )
    try:
        refuse(missing)
        added = service.add(session, keys, user, conversation_id, given, now=utc_now())
    except NotComplete as problem:
        return new_flag_page(request, user, record, form, problems_with(problem.parts), 422)
    return back_to(conversation_id, f"flag-{added}")


def text_to_flag(record: ConversationRecord, target: Mapping[str, str]) -> str:
    """Return the words that a flag is added to. Raises NotFound."""
    for outcome in record.outcomes:
        if str(outcome.id) == target.get("wish"):
            return outcome.text
    for turn in record.turns:
        if str(turn.seq) == target.get("message") and turn.sender == "person":
            return turn.text
    raise NotFound("their_words")


def picked(text: str, form: Mapping[str, str]) -> tuple[int, int]:
    """Return the place from the first ticked word to the last; (0, 0) where none is."""
    ticked = [m for n, m in enumerate(WORD.finditer(text), 1) if form.get(f"word-{n}")]
    return (ticked[0].start(), ticked[-1].end()) if ticked else (0, 0)


def new_flag_page(
    request: Request,
    user: Any,
    record: ConversationRecord,
    form: Mapping[str, str],
    problems: dict[str, str],
    status: int = 200,
) -> Response:
    text = text_to_flag(record, form)
    return page(
        request,
        "review/new_flag.html",
        status,
        user=user,
        conversation_id=record.id,
        form=form,
        text=text,
        text_words=[found.group() for found in WORD.finditer(text)],
        kinds=KINDS,
        problems=problems,
    )


@router.get("/{flag_id}/{step}")
def ask_decision(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    conversation_id: UUID,
    flag_id: UUID,
    step: str,
) -> Response:
    """Dismissing needs a reason, asking needs a question: each has a page of its own."""
    flag, about = flag_and_words(session, keys, user, conversation_id, flag_id)
    form = {"seen": str(flag.seen)}
    if step == "asked":
        form["note"] = first_question(flag, about.words)
    return decision_page(request, user, conversation_id, flag, about, step, form, {})


@router.post("/{flag_id}/{step}")
def decide(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
    flag_id: UUID,
    step: str,
) -> Response:
    if step not in ("accepted", "dismissed", "asked", "undone"):
        raise NotFound
    reason = form.get("reason")
    given = DecisionIn(
        decision=cast("Any", step),
        reason=cast("Any", reason) if step == "dismissed" and reason in REASONS else None,
        note=form.get("note", "")[:5_000] if step in ("dismissed", "asked") else "",
    )
    seen = whole_number(form.get("seen", ""))
    try:
        service.decide(
            session, keys, user, conversation_id, flag_id, given, now=utc_now(), seen=seen
        )
    except ChangedMeanwhile as clash:
        return decision_again(
            request, session, keys, user, conversation_id, flag_id, step, form, clash.message
        )
    except (NotComplete, BadMessage) as problem:
        parts = problem.parts if isinstance(problem, NotComplete) else ("note",)
        flag, about = flag_and_words(session, keys, user, conversation_id, flag_id)
        problems = problems_with(parts)
        return decision_page(
            request, user, conversation_id, flag, about, step, form, problems, status=422
        )
    return back_to(conversation_id, f"flag-{flag_id}")


def decision_again(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Any,
    conversation_id: UUID,
    flag_id: UUID,
    step: str,
    form: Mapping[str, str],
    clash: str,
) -> Response:
    """Show what the colleague decided, and keep what was about to be sent."""
    flag, about = flag_and_words(session, keys, user, conversation_id, flag_id)
    again = {**form, "seen": str(flag.seen)}
    return decision_page(
        request, user, conversation_id, flag, about, step, again, {}, status=412, clash=clash
    )


def first_question(flag: FlagOut, words: str) -> str:
    """Return a question to begin with, in the words that the person used. It is theirs to change:
    nothing is sent until they do."""
    asks = words_in().work.asks
    opening, question = str(asks.opening), str(asks.named(flag.kind))
    return f"{opening.format(words=words)} {question}"


def decision_page(
    request: Request,
    user: Any,
    conversation_id: UUID,
    flag: FlagOut,
    about: Flagged,
    step: str,
    form: Mapping[str, str],
    problems: dict[str, str],
    *,
    status: int = 200,
    clash: str = "",
) -> Response:
    if step not in ("accepted", "dismissed", "asked", "undone"):
        raise NotFound
    return page(
        request,
        "review/decide.html",
        status,
        user=user,
        conversation_id=conversation_id,
        flag=flag,
        flagged=about,
        step=step,
        form=form,
        reasons=REASONS,
        problems=problems,
        clash=clash,
    )
