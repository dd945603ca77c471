"""The pages that only a kiosk has: its first screen, being set up, still there, and the bell."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from api.chat import draft
from api.chat import service as chat
from api.chat.deps import TurnsDep, client_of
from api.errors import NotFound, NotSignedIn, TooManyTries, told
from api.kiosk import bell, service
from api.turn.service import Turns
from web.chat.around import first_page
from web.chat.cookies import forget
from web.chat.session import Token, lease_of
from web.chat.talk import Code, Said, opened, problem_named, said, show, wants_json, with_words
from web.comfort import JUST_CHOSEN, Comfort, forget_comfort
from web.guard import only_from_our_page
from web.kiosk.answers import ANSWER, answer_page, forget_answer
from web.kiosk.screen import Screen, ScreenKey, at_kiosk, keep_screen, screen_of
from web.place import KIOSK
from web.views import page
from web.wording import words_in

set_up_router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])
router = APIRouter(
    include_in_schema=False, dependencies=[Depends(only_from_our_page), Depends(at_kiosk)]
)

LONGEST_CODE = 1000  # what is shown again of it: anybody may send one
SET_UP = KIOSK.path("set-up")
# Without "cookies": that would take the screen's own key too, and end a practitioner's session.
WIPED = '"cache", "storage"'


@router.get(KIOSK.home)
def home(request: Request, turns: TurnsDep, token: Token, device: ScreenKey = None) -> Response:
    """The first screen. Whoever was here before is gone as soon as it shows."""
    chat.leave(turns, token)
    silence(turns, device)
    if JUST_CHOSEN in request.query_params:
        return first_page(request)
    response = first_page(request, Comfort())
    forget(response)
    forget_comfort(response)
    forget_answer(response)
    response.headers["Clear-Site-Data"] = WIPED
    if device:
        keep_screen(response, device)
    return response


def silence(turns: Turns, device: str | None) -> None:
    with turns.sessions.begin() as session:
        kiosk = service.kiosk_of(session, device, now=turns.clock())
        if kiosk is not None:
            bell.quiet(session, kiosk, now=turns.clock())


@router.get(KIOSK.chat)
def conversation(
    request: Request, turns: TurnsDep, token: Token, code: Code = None, problem: str = ""
) -> Response:
    """Return the conversation. `problem` names what was wrong with words that were held."""
    conversation_id = opened(turns, token)
    if conversation_id is None:
        return RedirectResponse(KIOSK.home, 303)
    held = draft.kept(turns, conversation_id)
    wrong = problem_named(problem)
    response = show(request, turns, conversation_id, code, draft=held, problem=wrong)
    draft.forget(turns, conversation_id)  # shown once: a kiosk keeps no unsent words
    return response


@router.get(KIOSK.path("still-here"))
def still_here(request: Request, turns: TurnsDep, token: Token) -> Response:
    """Ask whether anybody is there; only pages without scripts come to it."""
    return page(request, "kiosk/still_here.html", under_way=opened(turns, token) is not None)


@router.get(KIOSK.path("bell"))
def bell_page(request: Request, turns: TurnsDep, token: Token) -> Response:
    if wants_json(request):
        return JSONResponse({"bell": request.state.kiosk.bell})
    under_way = opened(turns, token) is not None
    lease = lease_of(request, turns.keys) if under_way else ""
    return page(request, "kiosk/bell.html", under_way=under_way, lease=lease)


@router.post(KIOSK.path("bell"))
def ring(
    request: Request,
    turns: TurnsDep,
    given: Annotated[Said, Depends(said)],
    token: Token,
    stop: Annotated[str, Form(max_length=10)] = "",
    code: Code = None,
    device: ScreenKey = None,
) -> Response:
    """Ask for somebody, or for nobody any more. What is half written stays in the box."""
    with turns.sessions.begin() as session:
        kiosk = service.kiosk_of(session, device, now=turns.clock())
        if kiosk is None:
            raise NotFound
        change = bell.quiet if stop else bell.ring
        change(session, kiosk, now=turns.clock())
    request.state.kiosk = screen_of(turns, device)
    if wants_json(request):
        return JSONResponse({"bell": request.state.kiosk.bell})
    conversation_id = opened(turns, token)
    if conversation_id is None or not given.words:
        return RedirectResponse(KIOSK.path("bell"), 303)
    return with_words(request, turns, conversation_id, code, given.words)


# Not for a screen that is set up alone: it shows what is answered where that cannot be found out.
set_up_router.get(ANSWER)(answer_page)


@set_up_router.get(SET_UP)
def ask_code(request: Request) -> Response:
    return set_up_page(request)


@set_up_router.post(SET_UP)
def set_up(request: Request, turns: TurnsDep, code: Annotated[str, Form()] = "") -> Response:
    """Take the code once, and give the screen a key of its own."""
    if not code.strip():
        return set_up_page(request, code, words_in().kiosk.set_up.empty, 422)
    try:
        with turns.sessions.begin() as session:
            device = service.set_up(
                session, turns.keys, code, client=client_of(request), now=turns.clock()
            )
    except (NotFound, TooManyTries) as problem:
        return set_up_page(request, code, problem.message, problem.status)
    response = RedirectResponse(KIOSK.home, 303)
    keep_screen(response, device)
    return response


def set_up_page(
    request: Request, entered: str = "", problem: str | None = None, status: int = 200
) -> Response:
    request.state.kiosk = Screen(bell=None)
    return page(
        request, "kiosk/set_up.html", status, entered=entered[:LONGEST_CODE], problem=problem
    )


async def not_set_up(request: Request, error: Exception) -> Response:
    """A script is told that the page is closed; a person sees how the screen is set up."""
    if wants_json(request):
        return told(NotSignedIn.code, "page", status=401)
    return set_up_page(request, status=403)
