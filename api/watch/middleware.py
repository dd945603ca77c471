"""Count and log every answer: the route as it is written, never the address that was asked for."""

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.watch.counters import LATENCY, REQUESTS

log = structlog.get_logger(__name__)
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
# Asked every few seconds by machines: counted, and not a line each.
QUIET = frozenset({"/healthz", "/livez", "/metrics", "/static/{name}"})


class Watch:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            note(scope, status, time.perf_counter() - began)


def note(scope: Scope, status: int, seconds: float) -> None:
    route = written(scope)
    method = scope["method"] if scope["method"] in KNOWN_METHODS else "OTHER"
    REQUESTS.labels(method, route, status).inc()
    LATENCY.labels(method, route).observe(seconds)
    if route not in QUIET:
        log.info("answered", method=method, route=route, status=status, seconds=round(seconds, 4))


def written(scope: Scope) -> str:
    """Return the route's own path, with {names} where the address has ids. An address that leads
    nowhere may hold anything, so all of those are one."""
    if scope.get("endpoint") is None:
        return "unmatched"
    path: str = scope["path"]
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(f"/{value}", f"/{{{name}}}")
    return path
