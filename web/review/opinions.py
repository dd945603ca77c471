"""Ask a colleague for a second opinion on a flag, and give one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api.access.service import who_could_open
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import Conflict, NotComplete, NotFound
from api.opinion import service
from api.opinion.schemas import ANSWERS, AnswerIn, OpinionIn, OpinionOut
from api.record.router import KeysDep
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import one_of, problems_with, refuse
from web.review.flagged import flag_and_words
from web.review.form_page import form_page
from web.review.place import FormDep, SignedForm, back_to
from web.review.record import opened
from web.review.wording import LONGEST

router = conversation_pages("/opinions")
ask_form = form_page("review/opinion_ask.html")
answer_form = form_page("review/opinion_give.html")


@router.get("/new/{flag_id}")
def ask_whom(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    conversation_id: UUID,
    flag_id: UUID,
) -> Response:
    return ask_page(request, session, keys, user, conversation_id, flag_id, {}, {})


@router.post("/new/{flag_id}")
def ask(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
    flag_id: UUID,
) -> Response:
    name, question = form.get("colleague", ""), form.get("question", "")
    try:
        refuse(["question"] if len(question) > LONGEST else [])
        given = OpinionIn(flag_id=flag_id, username=name[:100], question=question)
        service.ask(session, keys, user, conversation_id, given, now=utc_now())
    except NotComplete as problem:
        wrong = problems_with(problem.parts)
        return ask_page(request, session, keys, user, conversation_id, flag_id, form, wrong, 422)
    except Conflict as problem:
        wrong = {"colleague": problem.message}
        return ask_page(request, session, keys, user, conversation_id, flag_id, form, wrong, 409)
    return back_to(conversation_id, f"flag-{flag_id}")


def ask_page(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Any,
    conversation_id: UUID,
    flag_id: UUID,
    form: Mapping[str, str],
    problems: dict[str, str],
    status: int = 200,
) -> Response:
    flag, about = flag_and_words(session, keys, user, conversation_id, flag_id)
    able = who_could_open(session, user, conversation_id, now=utc_now())
    given = {"flag": flag, "flagged": about, "able": able}
    return ask_form(request, user, conversation_id, form, problems, status, **given)


@router.get("/{opinion_id}")
def ask_answer(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    conversation_id: UUID,
    opinion_id: UUID,
) -> Response:
    return answer_page(request, session, keys, user, conversation_id, opinion_id, {}, {})


@router.post("/{opinion_id}")
def give(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
    opinion_id: UUID,
) -> Response:
    answer, note = one_of(form.get("opinion"), *ANSWERS), form.get("note", "")
    try:
        refuse([] if answer else ["opinion"])
        refuse(["note"] if len(note) > LONGEST else [])
        given = AnswerIn.model_validate({"answer": answer, "note": note})
        service.answer(session, keys, user, conversation_id, opinion_id, given, now=utc_now())
    except NotComplete as problem:
        wrong = problems_with(problem.parts)
        return answer_page(
            request, session, keys, user, conversation_id, opinion_id, form, wrong, 422
        )
    return back_to(conversation_id, "outcomes")


def answer_page(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Any,
    conversation_id: UUID,
    opinion_id: UUID,
    form: Mapping[str, str],
    problems: dict[str, str],
    status: int = 200,
) -> Response:
    """Show the words, the decision, and what is asked. Raises NotFound."""
    _, casework = opened(session, keys, user, conversation_id)
    opinion = found(casework.opinions, opinion_id)
    flag, about = flag_and_words(session, keys, user, conversation_id, opinion.flag_id)
    decision = next(one for one in flag.decisions if one.id == opinion.decision_id)
    given = {"opinion": opinion, "flag": flag, "flagged": about, "decision": decision}
    return answer_form(request, user, conversation_id, form, problems, status, **given)


def found(opinions: list[OpinionOut], opinion_id: UUID) -> OpinionOut:
    for one in opinions:
        if one.id == opinion_id:
            return one
    raise NotFound("opinion")
