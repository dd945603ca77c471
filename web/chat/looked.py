"""Who looked at the person's words. Where others may see the screen, a warning comes first."""

from fastapi import APIRouter, Depends, Request, Response

from api.chat import service
from api.chat.deps import TurnsDep
from api.looked.service import who_looked
from api.turn.service import Turns
from web.chat.register import in_register
from web.chat.session import Token, lease_of
from web.device import is_own
from web.guard import only_from_our_page
from web.views import page
from web.wording import words_in

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@router.get("/looked")
def looked(request: Request, turns: TurnsDep, token: Token) -> Response:
    """Show the list on a device of one's own; anywhere else say first what it will show."""
    service.signed_in(turns, token)
    if is_own(request):
        return list_page(request, turns, token)
    return page(request, "chat/looked_first.html", lease=lease_of(request, turns.keys))


@router.get("/looked/list")
def looked_list(request: Request, turns: TurnsDep, token: Token) -> Response:
    return list_page(request, turns, token)


def list_page(request: Request, turns: Turns, token: str | None) -> Response:
    conversation_id = service.signed_in(turns, token)
    return page(
        request,
        "chat/looked.html",
        looked=who_looked(turns, conversation_id),
        said=in_register(turns, conversation_id, words_in().looked),
        lease=lease_of(request, turns.keys),
    )
