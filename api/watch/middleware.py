"""Count and log every answer: the route as it is written, never the address that was asked for."""

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import traces
from api.watch.counters import LATENCY, REQUESTS

FAILED = 500
# Whoever is refused and has an account stands in the log; what they asked for as the route.
REFUSED = frozenset({401, 403, 404, 409, 413, 422, 429})
ACTOR = "actor"  # where the request's state says who is signed in
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
        if _is_quiet(scope["path"]):
            await self._answer(scope, receive, send, traces.NOTHING)
            return
        # Without the caller's headers: a trace begins here, whatever a browser sends.
        with traces.span("unmatched", "server") as span:
            await self._answer(scope, receive, send, span)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, span: traces.Span) -> None:
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
            trace(span, scope, status)


def _is_quiet(path: str) -> bool:
    return path in QUIET or path.startswith("/static/")


def trace(span: traces.Span, scope: Scope, status: int) -> None:
    """Name the span by its route, and say whose conversation it was by its id."""
    if span is traces.NOTHING:
        return
    method, route = known_method(scope), written(scope)
    span.name(f"{method} {route}")
    span.note("http.request.method", method)
    span.note("http.route", route)
    span.note("http.response.status_code", status)
    span.note("ownwords.conversation", str(scope.get("path_params", {}).get("conversation_id")))
    if status >= FAILED:
        span.failed(str(status))


def known_method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in KNOWN_METHODS else "OTHER"


def note(scope: Scope, status: int, seconds: float) -> None:
    route = written(scope)
    method = known_method(scope)
    REQUESTS.labels(method, route, status).inc()
    LATENCY.labels(method, route).observe(seconds)
    if route not in QUIET:
        known = who(scope) if status in REFUSED else {}
        log.info(
            "answered",
            method=method,
            route=route,
            status=status,
            seconds=round(seconds, 4),
            **known,
        )


def who(scope: Scope) -> dict[str, str]:
    """Return which colleague or case system was refused. Of adults it is not even asked."""
    actor = scope.get("state", {}).get(ACTOR)
    return {"actor": actor} if actor else {}


def written(scope: Scope) -> str:
    """Return the route's own path, with {names} where the address has ids. An address that leads
    nowhere may hold anything, so all of those are one."""
    if scope.get("endpoint") is None:
        return "unmatched"
    path: str = scope["path"]
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(f"/{value}", f"/{{{name}}}")
    return path
