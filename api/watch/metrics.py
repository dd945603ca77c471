"""What a machine's keeper counts: how much, how fast, how often wrong."""

import hmac

from fastapi import Request
from prometheus_client import generate_latest
from sqlalchemy.exc import SQLAlchemyError

from api.chat.repository import ChatRepository
from api.db import get_reading_sessions
from api.errors import NotFound
from api.settings import Settings
from api.watch.counters import REGISTRY, WAITING


def as_text() -> bytes:
    """Return the figures in Prometheus' own format."""
    try:
        with get_reading_sessions()() as session:
            WAITING.set(ChatRepository(session).count_waiting())
    except SQLAlchemyError:
        WAITING.set(-1)  # the database is away: /healthz says so
    return generate_latest(REGISTRY)


def may_look(request: Request, settings: Settings) -> None:
    """Raise NotFound unless the asker has the token, or is this machine where none is set.

    Behind a proxy everybody seems to be this machine, so what was forwarded needs the token.
    """
    token = settings.metrics_token.get_secret_value()
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if token:
        if scheme.casefold() == "bearer" and hmac.compare_digest(given.encode(), token.encode()):
            return
        raise NotFound
    forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "via"))
    here = request.client is not None and request.client.host in ("127.0.0.1", "::1")
    if forwarded or not here:
        raise NotFound
