"""Begin with a code that somebody was given. Never needed: the first page begins without one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.chat.deps import TurnsDep
from api.errors import CodeNotGood, TooManyTries
from web.chat.session import Token
from web.chat.talk import begin, opened
from web.guard import only_from_our_page
from web.place import place_of
from web.views import page
from web.wording import words_in

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@router.get("/code")
def ask_code(request: Request, turns: TurnsDep, token: Token) -> Response:
    """Say plainly what typing it does, before it is typed."""
    if place_of(request).channel != "kiosk" and opened(turns, token):
        return RedirectResponse(place_of(request).chat, 303)
    return code_page(request)


@router.post("/code")
def begin_with_code(
    request: Request,
    turns: TurnsDep,
    token: Token,
    code: Annotated[str, Form(max_length=1000)] = "",
    device: Annotated[str, Form()] = "shared",
) -> Response:
    if not code.strip():
        return code_page(request, code, words_in().invited.empty, 422)
    try:
        return begin(request, turns, token, device, invite=code)
    except (CodeNotGood, TooManyTries) as problem:
        response = code_page(request, code, problem.message, problem.status)
        response.headers.update(problem.headers)
        return response


def code_page(
    request: Request, entered: str = "", problem: str | None = None, status: int = 200
) -> Response:
    return page(request, "chat/invited.html", status, entered=entered, problem=problem)
