"""The pages around the conversation: first page, coming back, leaving, and having it erased."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.chat import service
from api.chat.deps import TurnsDep, client_of
from api.chat.language import note_language
from api.errors import NotFound, ServiceError, TooManyTries
from api.language.current import choose, speak
from api.turn.service import Turns
from web.chat import cookies
from web.chat.entered import COOKIE, EMPTY, at_a_kiosk, entered_before, forget_entered, mistake
from web.chat.session import Token, lease_of
from web.chat.talk import Code, begin_here, opened, show
from web.comfort import Comfort, comfort_of, forget_comfort
from web.device import keep_device
from web.guard import only_from_our_page
from web.place import place_of
from web.views import page
from web.wording import words_in

shared = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])
web = APIRouter(include_in_schema=False)


@web.get("/")
def home(request: Request, turns: TurnsDep, token: Token, code: Code = None) -> Response:
    """The conversation where one is open in this browser, else the first page."""
    conversation_id = opened(turns, token)
    if conversation_id is None:
        return first_page(request)
    return show(request, turns, conversation_id, code)


def first_page(request: Request, look: Comfort | None = None) -> Response:
    if look is not None:  # nobody's choices hold here, that of a language neither
        speak(choose(look.language, request.headers.get("accept-language", "")))
    response = page(
        request,
        f"chat/start_{place_of(request).channel}.html",
        comfort=look or comfort_of(request),
        closed="closed" in request.query_params,  # a kiosk's page that nobody was at
    )
    cookies.forget(response)
    return response


@shared.get("/safe-online")
def safe_online(request: Request, turns: TurnsDep, token: Token) -> Response:
    """How to leave, and honestly what that does not do: before anything is asked, or in the middle
    of it."""
    under_way = opened(turns, token) is not None
    lease = lease_of(request, turns.keys) if under_way else ""
    return page(request, "chat/safe_online.html", under_way=under_way, lease=lease)


@shared.get("/closed")
def closed_page(request: Request) -> Response:
    return page(request, "chat/closed.html")


@shared.post("/exit")
def leave(request: Request, turns: TurnsDep, later: BackgroundTasks, token: Token) -> Response:
    """Leave for another site at once; the session ends right after, whatever state the record is
    in."""
    later.add_task(service.leave, turns, token)
    response = page(request, "chat/exit.html")
    if not place_of(request).framed:  # a frame stays where it is: other sites refuse to be in one
        response.headers["Refresh"] = f"0; url={place_of(request).away}"
    cookies.forget(response)
    forget_comfort(response)
    return response


@shared.get("/come-back")
def ask_code(request: Request, turns: TurnsDep, problem: str = "") -> Response:
    """Return the form, with what a kiosk refused a moment ago, once."""
    said = mistake(problem)
    entered = entered_before(request, turns.keys) if said else ""
    response = page(request, "chat/come_back.html", entered=entered, problem=said)
    if COOKIE in request.cookies:
        forget_entered(response)
    return response


@shared.post("/come-back")
def come_back(
    request: Request,
    turns: TurnsDep,
    token: Token,
    return_code: Annotated[str, Form(max_length=1000)] = "",
    device: Annotated[str, Form()] = "shared",
) -> Response:
    """Open the conversation of a return code. What was entered stays in the field, to be put
    right."""
    if not return_code.strip():
        return refused(request, turns, return_code, words_in().come_back.empty)
    try:
        resumed = service.resume(turns, return_code, client=client_of(request))
    except (NotFound, TooManyTries) as problem:
        return refused(request, turns, return_code, problem.message, problem)
    service.leave(turns, token)  # what was open here before is so no longer
    response = RedirectResponse(f"{place_of(request).chat}#new", 303)
    cookies.forget(response)
    begin_here(request, turns, response, resumed.token)
    note_language(turns, resumed.id)
    keep_device(request, response, device)
    return response


def refused(
    request: Request, turns: Turns, entered: str, said: str, why: ServiceError | None = None
) -> Response:
    """Return what was `said` of a code; without a reason of the service's, nothing was entered."""
    there = at_a_kiosk(request, turns.keys, entered, why.code if why else EMPTY)
    status = why.status if why else 422
    response = there or page(request, "chat/come_back.html", status, entered=entered, problem=said)
    response.headers.update(why.headers if why else {})
    return response


@shared.get("/erase")
def ask_erase(request: Request, turns: TurnsDep, token: Token) -> Response:
    service.signed_in(turns, token)
    return page(request, "chat/erase.html", lease=lease_of(request, turns.keys))


@shared.post("/erase")
def erase(request: Request, turns: TurnsDep, token: Token) -> Response:
    deleted = service.erase(turns, service.signed_in(turns, token))
    response = page(request, "chat/erased.html", deleted=deleted)
    cookies.forget(response)
    return response
