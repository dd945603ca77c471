"""The pages around the conversation: first page, coming back, leaving, and having it erased."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.chat import service
from api.chat.deps import TurnsDep, client_of
from api.chat.language import note_language
from api.errors import NotFound, TooManyTries
from api.language.current import choose, speak
from web.chat import cookies
from web.chat.entered import asked, refused
from web.chat.session import Token, lease_of
from web.chat.talk import Code, begin_here, opened, show
from web.comfort import Comfort, comfort_of, forget_comfort
from web.device import keep_device
from web.guard import only_from_our_page
from web.place import place_of
from web.views import page

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
def ask_code(request: Request) -> Response:
    return asked(request, "come-back")


@shared.post("/come-back")
def come_back(
    request: Request,
    turns: TurnsDep,
    token: Token,
    return_code: Annotated[str, Form()] = "",
    device: Annotated[str, Form()] = "shared",
) -> Response:
    """Open the conversation of a return code. What was entered stays in the field, to be put
    right."""
    if not return_code.strip():
        return refused(request, "come-back", return_code)
    try:
        resumed = service.resume(turns, return_code, client=client_of(request))
    except (NotFound, TooManyTries) as problem:
        return refused(request, "come-back", return_code, problem)
    service.leave(turns, token)  # what was open here before is so no longer
    response = RedirectResponse(f"{place_of(request).chat}#new", 303)
    cookies.forget(response)
    begin_here(request, turns, response, resumed.token)
    note_language(turns, resumed.id)
    keep_device(request, response, device)
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
