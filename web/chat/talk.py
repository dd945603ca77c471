"""The conversation: begin, read, say. Each answer to a form leads on to a page, so that a reload
sends nothing."""

from dataclasses import dataclass
from typing import Annotated
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from fastapi import APIRouter, Cookie, Depends, Form, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from api.chat import draft as drafts
from api.chat import lease, service
from api.chat.deps import TurnsDep, client_of, may_have_code, may_say, may_start
from api.chat.language import note_language
from api.chat.schemas import TurnIn
from api.core.cards import Theme
from api.errors import BadMessage, NotSignedIn, TooLong
from api.load import must_have_room
from api.turn.service import Turns
from web.chat import cookies
from web.chat.heard import helps
from web.chat.page import Update, paragraphs, update_from
from web.chat.session import Token, lease_of
from web.comfort import comfort_of, forget_comfort
from web.device import is_own, keep_device
from web.guard import only_from_our_page
from web.kiosk.clock import plain_time
from web.place import place_of
from web.views import page

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])

Code = Annotated[str | None, Cookie(alias=cookies.CODE_COOKIE)]


@dataclass(frozen=True)
class Said:
    """What the form sent: words of the person's own, one of the choices, or one of the helps."""

    words: str
    choice: str
    help: str
    turn_id: str

    @property
    def text(self) -> str:
        return self.help or (self.words if self.words.strip() else self.choice)

    @property
    def turn(self) -> UUID:
        """The same form with the same words is the same turn; with other words it is another, so
        none is lost."""
        return uuid5(NAMESPACE_OID, f"{self.turn_id}\n{self.text}") if self.turn_id else uuid4()

    @property
    def unsent(self) -> str:
        """What stays in the box: a help was asked for, and what was written is not finished."""
        return self.words if self.help else ""


async def said(
    request: Request,
    words: Annotated[str, Form()] = "",
    choice: Annotated[str, Form()] = "",
    asked_help: Annotated[str, Form(alias="help")] = "",
    turn_id: Annotated[str, Form(max_length=100)] = "",
) -> Said:
    # A form turns every line break into two characters; the person typed one.
    words, choice, asked_help = (part.replace("\r\n", "\n") for part in (words, choice, asked_help))
    result = Said(words, choice, asked_help, turn_id)
    request.state.unsent = result  # should anything fail, the error page gives the words back
    must_have_room(request.scope)
    return result


@router.post("/start", dependencies=[Depends(may_start)])
def start(
    request: Request, turns: TurnsDep, token: Token, device: Annotated[str, Form()] = "shared"
) -> Response:
    """Begin. At a kiosk always afresh; on the web a second press leads to what the first began."""
    return begin(request, turns, token, device)


def begin(
    request: Request, turns: Turns, token: str | None, device: str, *, invite: str | None = None
) -> Response:
    """Begin, with a code that somebody was given or without. Raises CodeNotGood, TooManyTries."""
    place = place_of(request)
    response = RedirectResponse(place.chat, 303)
    if place.channel == "kiosk":
        service.leave(turns, token)
    elif opened(turns, token):
        return response
    started = service.start(
        turns,
        channel=place.channel,
        invite=invite,
        easy=comfort_of(request).easy == "on",
        client=client_of(request),
    )
    begin_here(request, turns, response, started.token)
    note_language(turns, started.id)
    cookies.keep_code(response, started.return_code, started.id, turns.keys)
    keep_device(request, response, device)
    return response


def begin_here(request: Request, turns: Turns, response: Response, token: str) -> None:
    """Keep a new session's token; at a kiosk it never lasts longer than a page unwatched."""
    cookies.keep_token(response, token)
    if place_of(request).channel == "kiosk":
        lease.hold(turns, token, plain_time(turns.settings))


@router.post("/say")
def say(
    request: Request,
    given: Annotated[Said, Depends(said)],  # first: it needs no thread, and keeps what was typed
    turns: TurnsDep,
    token: Token,
    after: Annotated[int | None, Form()] = None,
    code: Code = None,
) -> Response:
    conversation_id = service.signed_in(turns, token)
    may_say(turns, conversation_id)
    try:
        service.take(
            turns, conversation_id, TurnIn(turn_id=given.turn, text=given.text, seen=after)
        )
    except (BadMessage, TooLong) as refused:
        if wants_json(request):
            raise
        if hold(request, turns, conversation_id, given.words):
            where = f"{place_of(request).chat}?problem={problem_name(refused)}"
            return RedirectResponse(where, 303)
        return show(request, turns, conversation_id, code, draft=given.words, problem=refused)
    keep_unsent(request, turns, conversation_id, given)
    if opened(turns, token) is None:  # it was not safe to go on
        return closed(request)
    if wants_json(request):
        return as_json(update_from(service.read(turns, conversation_id), after=after or 0))
    if given.unsent:
        return with_words(request, turns, conversation_id, code, given.unsent)
    return RedirectResponse(f"{place_of(request).chat}#new", 303)


def with_words(
    request: Request, turns: Turns, conversation_id: UUID, code: str | None, words: str
) -> Response:
    """Return the conversation with `words` in the box."""
    if hold(request, turns, conversation_id, words):
        return RedirectResponse(f"{place_of(request).chat}#new", 303)
    return show(request, turns, conversation_id, code, draft=words)


def hold(
    request: Request,
    turns: Turns,
    conversation_id: UUID,
    words: str,
    card: tuple[Theme, str | None] | None = None,
) -> bool:
    """At a kiosk, keep the words, sealed, for the next request. A browser writes what was posted
    for a page to its disk, so a kiosk posts nothing that is shown."""
    if place_of(request).channel != "kiosk":
        return False
    seen = service.read(turns, conversation_id).messages[-1].seq
    drafts.keep(turns, conversation_id, words, seen=seen, card=card)
    return True


def problem_name(refused: BadMessage | TooLong) -> str:
    return refused.code if isinstance(refused, TooLong) else refused.name


def problem_named(name: str) -> BadMessage | TooLong | None:
    """Return what was wrong with words that were held; None for a name that is none of ours."""
    made = service.PROBLEMS.get(name)
    return made() if made else None


def keep_unsent(request: Request, turns: Turns, conversation_id: UUID, given: Said) -> None:
    """What was sent is no draft any more. What stands in the box while a help is asked for still
    is, and is kept without scripts too."""
    if not given.help:
        drafts.forget(turns, conversation_id)
    elif given.unsent and is_own(request):
        seen = service.read(turns, conversation_id).messages[-1].seq
        drafts.keep(turns, conversation_id, given.unsent, seen=seen)


@router.get("/updates")
def updates(turns: TurnsDep, token: Token, after: Annotated[int, Query()] = 0) -> Response:
    """Return what was said after message `after`: an answer that came late, or from another
    page."""
    conversation = service.read(turns, service.signed_in(turns, token))
    return as_json(update_from(conversation, after=after))


@router.post("/new-code")
def new_code(request: Request, turns: TurnsDep, token: Token) -> Response:
    conversation_id = service.signed_in(turns, token)
    may_have_code(turns, conversation_id)
    response = RedirectResponse(f"{place_of(request).chat}#your-code", 303)
    made = service.new_code(turns, conversation_id)
    cookies.keep_code(response, made, conversation_id, turns.keys)
    return response


def opened(turns: Turns, token: str | None) -> UUID | None:
    try:
        return service.signed_in(turns, token)
    except NotSignedIn:
        return None


def show(
    request: Request,
    turns: Turns,
    conversation_id: UUID,
    code: str | None,
    *,
    draft: str = "",
    problem: BadMessage | TooLong | None = None,
) -> Response:
    """Return the page of the conversation, with `draft` in the box and what was wrong with it."""
    now = update_from(service.read(turns, conversation_id))
    return page(
        request,
        "chat/conversation.html",
        problem.status if problem else 200,
        now=now,
        code=None if now.apart else cookies.code_in(code, conversation_id, turns.keys),
        draft=draft or ("" if problem else drafts.kept(turns, conversation_id)),
        problem=problem.message if problem else None,
        paragraphs=paragraphs,
        helps=helps(),
        lease=lease_of(request, turns.keys),
    )


def closed(request: Request) -> Response:
    where = place_of(request).path("closed")
    nothing = Update(messages=[], choices=[], question="", closed=True, turn_id="")
    response = as_json(nothing) if wants_json(request) else RedirectResponse(where, 303)
    cookies.forget(response)
    forget_comfort(response)
    return response


def as_json(update: Update) -> Response:
    return JSONResponse(update.model_dump(mode="json", by_alias=True))


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")
