"""Only Rasa gets an action run; anybody may ask whether the server is up."""

from typing import Any

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from between import ACTIONS, HEADER, Key

OPEN = "/health"


def only_for_rasa(app: Sanic[Any, Any], key: Key) -> None:
    """Refuse every other request, before its body is read as JSON or unpacked, and mark the answers
    to Rasa as ours."""

    @app.on_request
    async def refuse(request: Request) -> HTTPResponse | None:
        if request.path == OPEN or key.fits(request.headers.get(HEADER), ACTIONS):
            return None
        return response.json({"error": "unknown_caller"}, 401)

    @app.on_response
    async def mark(request: Request, answer: HTTPResponse) -> None:
        asked = request.headers.get(HEADER)
        if asked and key.fits(asked, ACTIONS):
            answer.headers.update(key.answer(ACTIONS, asked))
