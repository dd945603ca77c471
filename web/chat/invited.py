"""Begin with a code that somebody was given. Never needed: the first page begins without one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.chat.deps import TurnsDep
from api.errors import CodeNotGood, TooManyTries
from web.chat.entered import asked, refused
from web.chat.session import Token
from web.chat.talk import begin, opened
from web.guard import only_from_our_page
from web.place import place_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@router.get("/code")
def ask_code(request: Request, turns: TurnsDep, token: Token) -> Response:
    """Say plainly what typing it does, before it is typed."""
    if place_of(request).channel != "kiosk" and opened(turns, token):
        return RedirectResponse(place_of(request).chat, 303)
    return asked(request, "code")


@router.post("/code")
def begin_with_code(
    request: Request,
    turns: TurnsDep,
    token: Token,
    code: Annotated[str, Form()] = "",
    device: Annotated[str, Form()] = "shared",
) -> Response:
    if not code.strip():
        return refused(request, "code", code)
    try:
        return begin(request, turns, token, device, invite=code)
    except (CodeNotGood, TooManyTries) as problem:
        return refused(request, "code", code, problem)
