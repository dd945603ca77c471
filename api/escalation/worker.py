"""Looks again and again for what is to be escalated, for as long as the site is up."""

from api.background import Repeating
from api.core.clock import utc_now
from api.db import get_sessions
from api.escalation.notify import Notify
from api.escalation.port import Post
from api.escalation.service import escalate
from api.escalation.settings import EscalationSettings
from api.escalation.smtp import Smtp
from api.settings import get_settings

PATIENCE_SECONDS = 3.0  # an e-mail cut off is sent again after the next start


def escalator() -> Repeating:
    settings = get_settings()
    post = post_of(settings)

    def work() -> None:
        if settings.escalation:
            escalate(get_sessions(), settings, post, now=utc_now())

    seconds = settings.escalation_seconds
    return Repeating("escalator", work, seconds=seconds, patience=PATIENCE_SECONDS)


def post_of(settings: EscalationSettings) -> Post:
    """Return the way of sending that the settings name."""
    return Notify(settings) if settings.escalation_by == "notify" else Smtp(settings)
