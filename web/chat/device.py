"""The page that asks whose device this is, once a conversation is open; and the words that are
written and not sent, which are kept only where it is the person's own."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.chat import draft, service
from api.chat.deps import TurnsDep
from api.errors import NotAllowed, NotFound
from web.chat.session import Token, lease_of
from web.device import is_own, keep_device
from web.guard import only_from_our_page
from web.place import place_of
from web.views import page

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@router.get("/device")
def device_page(request: Request, turns: TurnsDep, token: Token) -> Response:
    service.signed_in(turns, token)
    not_at_a_kiosk(request)
    return page(request, "chat/device.html", lease=lease_of(request, turns.keys))


@router.post("/device")
def choose(
    request: Request, turns: TurnsDep, token: Token, device: Annotated[str, Form()] = "shared"
) -> Response:
    """Keep the choice. Where others use the device after all, the unsent words go."""
    conversation_id = service.signed_in(turns, token)
    not_at_a_kiosk(request)
    if device != "own":
        draft.forget(turns, conversation_id)
    response = RedirectResponse(place_of(request).chat, 303)
    keep_device(request, response, device)
    return response


@router.post("/draft", status_code=204)
def keep_draft(
    request: Request,
    turns: TurnsDep,
    token: Token,
    after: Annotated[int, Form(ge=0)],
    words: Annotated[str, Form()] = "",
) -> None:
    """Keep what stands in the box. Refused on a device that others use."""
    conversation_id = service.signed_in(turns, token)
    if not is_own(request):
        raise NotAllowed
    draft.keep(turns, conversation_id, words.replace("\r\n", "\n"), seen=after)


def not_at_a_kiosk(request: Request) -> None:
    if place_of(request).channel == "kiosk":
        raise NotFound
