"""Only one of ours gets anything done at Rasa's turn and at the action server; anybody may ask
whether they are up (docs/decisions/0089-between-our-processes.md)."""

from collections.abc import Callable
from typing import Any

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from between import HEADER, Key


def only_for_ours(routes: Any, key: Key, name: str, is_open: Callable[[Request], bool]) -> None:
    """Refuse every other request at an app or a blueprint of `name`'s, before its body is read as
    JSON or unpacked, and mark the answers as ours. What `is_open` says so of is for anybody."""

    def is_ours(request: Request) -> bool:
        return key.fits(request.headers.get(HEADER), name)

    @routes.middleware("request")
    async def refuse(request: Request) -> HTTPResponse | None:
        if is_open(request) or is_ours(request):
            return None
        return response.json({"error": "unknown_caller"}, 401)

    @routes.middleware("response")
    async def mark(request: Request, answer: HTTPResponse) -> None:
        if is_ours(request):
            answer.headers.update(key.answer(name, request.headers[HEADER]))
