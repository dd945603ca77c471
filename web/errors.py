"""Errors as pages. The API answers every error as JSON; where a person is looking it is dressed as
a page."""

import json
from typing import Any

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.views import page
from web.wording import words_in

BAD_REQUEST = 400
FOR_PROGRAMS = ("/api/", "/chat/", "/healthz", "/livez", "/metrics", "/openapi.json", "/static/")


def for_a_person(scope: Scope) -> bool:
    accept = Headers(scope=scope).get("accept", "")
    return not scope["path"].startswith(FOR_PROGRAMS) and "application/json" not in accept


class ErrorPages:
    """Replace an error in JSON with a page of the same status, its message, and any words that
    were not sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not for_a_person(scope):
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def holding(message: Message) -> None:
            starts_error = message["type"] == "http.response.start" and is_json_error(message)
            if not held and not starts_error:
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await dressed(scope, held)(scope, receive, send)

        await self.app(scope, receive, holding)


def is_json_error(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] >= BAD_REQUEST and kind.startswith("application/json")


def dressed(scope: Scope, held: list[Message]) -> ASGIApp:
    status: int = held[0]["status"]
    body = b"".join(message.get("body", b"") for message in held[1:])
    problem: dict[str, Any] = json.loads(body)
    request = Request(scope)
    unsent = getattr(request.state, "unsent", None)
    response = page(
        request,
        template_for(scope["path"], has_words=unsent is not None and bool(unsent.words)),
        status,
        heading=heading_for(status),
        message=problem["message"],
        unsent=unsent,
        closed=problem["error"] == "not_signed_in",
    )
    for name, value in Headers(raw=held[0]["headers"]).items():
        if name in ("retry-after", "allow", "set-cookie"):
            response.headers.append(name, value)
    return response


def template_for(path: str, *, has_words: bool) -> str:
    """Return the page that fits whoever is looking: words that were not sent come first."""
    if has_words:
        return "unsent.html"
    at_work = path == "/review" or path.startswith("/review/")
    return "review/error.html" if at_work else "error.html"


def heading_for(status: int) -> str:
    errors = dict(words_in().errors.pairs())
    return str(errors.get(str(status)) or errors["500"])
