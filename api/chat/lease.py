"""A page's session is a lease: a page that is open renews it, and without that it soon ends by
itself. Exit tells the server as well, but a network that is gone cannot carry that."""

import hashlib
import hmac
from datetime import datetime, timedelta

from api.chat.repository import ChatRepository
from api.core.tokens import hash_token
from api.errors import NotSignedIn
from api.turn.service import Turns
from api.vault.keys import KeyRing

CLOSED = "conversation"  # in api/words/en.yml


def key_of(keys: KeyRing, token: str) -> str:
    """Return what a page shows to renew its lease. It stands in the page alone, so a lease that has
    run out is taken up again by a page that was open all the while, and by no new one."""
    return hmac.new(keys.derive("chat-lease"), token.encode(), hashlib.sha256).hexdigest()


def renew(turns: Turns, token: str | None, key: str, *, minutes: float | None = None) -> datetime:
    """Lease the session from now on and return when it ends. Raises NotSignedIn.

    The first call makes a lease of it: a page without scripts never calls, and its session lasts
    `chat_session_hours`, which no lease goes beyond. `minutes` is how long the lease lasts, where
    it is not `chat_lease_minutes`: a device that others use gets less.
    """
    if not token or not hmac.compare_digest(key_of(turns.keys, token).encode(), key.encode()):
        raise NotSignedIn(CLOSED)
    now, settings = turns.clock(), turns.settings
    with turns.sessions.begin() as session:
        row = ChatRepository(session).any_chat_session(hash_token(token))
        if row is None:
            raise NotSignedIn(CLOSED)
        last = row.started_at + timedelta(hours=settings.chat_session_hours)
        if last <= now:
            raise NotSignedIn(CLOSED)
        row.ends_at = min(last, now + timedelta(minutes=minutes or settings.chat_lease_minutes))
        return row.ends_at


def hold(turns: Turns, token: str | None, lasts: timedelta) -> None:
    """Let an open session last so long from now; nothing for one that has ended."""
    now, longest = turns.clock(), timedelta(hours=turns.settings.chat_session_hours)
    if not token:
        return
    with turns.sessions.begin() as session:
        row = ChatRepository(session).chat_session(hash_token(token), now)
        if row is not None:
            row.ends_at = min(row.started_at + longest, now + lasts)
