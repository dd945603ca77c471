"""The page says that it is still open."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request

from api.chat import lease
from api.chat.deps import TurnsDep
from web.chat.session import Token
from web.guard import only_from_our_page
from web.place import place_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@router.post("/renew", status_code=204)
def renew(
    request: Request, turns: TurnsDep, key: Annotated[str, Form(max_length=100)], token: Token
) -> None:
    """Say so. At a kiosk the next person may be seconds away, so its lease is short."""
    short = timedelta(minutes=turns.settings.kiosk_lease_minutes)
    lease.renew(turns, token, key, short if place_of(request).channel == "kiosk" else None)
