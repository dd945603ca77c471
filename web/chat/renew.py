"""The page says that it is still open."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request

from api.chat import lease
from api.chat.deps import TurnsDep
from web.chat.session import Token
from web.device import lease_minutes
from web.guard import only_from_our_page

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@router.post("/renew", status_code=204)
def renew(
    request: Request, turns: TurnsDep, key: Annotated[str, Form(max_length=100)], token: Token
) -> None:
    lease.renew(turns, token, key, minutes=lease_minutes(request))
