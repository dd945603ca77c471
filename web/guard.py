"""What surrounds every answer: headers that let nothing in and leave nothing behind, and a limit
on what is sent."""

import asyncio
import base64
import hashlib

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.chat.deps import from_our_page
from api.errors import NotAllowed
from web.docs import DOCS_PATH, START
from web.widget.headers import for_path

LARGEST_BODY = 1_000_000  # bytes: 20,000 characters of any script, encoded as a form encodes them
LONGEST_BODY_SECONDS = 60.0  # a long message on a very poor line

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


def written(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def docs_policy() -> dict[str, str]:
    """Swagger UI sets styles from its script, and starts from one line whose hash is named."""
    digest = base64.b64encode(hashlib.sha256(START.encode()).digest()).decode()
    relaxed = {name: value for name, value in POLICY.items() if "trusted" not in name}
    return relaxed | {
        "script-src": f"'self' 'sha256-{digest}'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
    }


HEADERS = {
    "Content-Security-Policy": written(POLICY),
    "Cache-Control": "no-store",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), publickey-credentials-get=(), usb=(), browsing-topics=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


class SafeHeaders:
    """Put the headers on every answer, errors and files as well. What a route has set itself
    stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in for_path(scope["path"], HEADERS).items():
                    headers.setdefault(name, value)
                if scope["path"] == DOCS_PATH:
                    headers["Content-Security-Policy"] = written(docs_policy())
            await send(message)

        await self.app(scope, receive, guarded)


class SizeLimit:
    """Stop reading what is too large, or comes too slowly. The error is raised where the body is
    read, so it is answered like any other."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read, whole = 0, False
        loop = asyncio.get_running_loop()
        patient_until = loop.time() + LONGEST_BODY_SECONDS

        async def limited() -> Message:
            nonlocal read, whole
            # Once the body is here the next message is that the other end has gone: no hurry.
            try:
                async with asyncio.timeout_at(None if whole else patient_until):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408) from None
            read += len(message.get("body", b""))
            whole = not message.get("more_body")
            if read > LARGEST_BODY:
                raise HTTPException(413)
            return message

        await self.app(scope, limited, send)


async def only_from_our_page(request: Request) -> None:
    """Refuse a form that another site sent, signed in or not: nobody may be moved into a
    conversation unawares."""
    if request.method not in ("GET", "HEAD") and not from_our_page(request):
        raise NotAllowed("elsewhere")
