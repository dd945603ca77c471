"""Is everything up: the database, Rasa and the action server."""

from collections.abc import Callable, Mapping

import httpx2
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.db import get_reading_sessions
from api.settings import Settings
from nlp.loading import loaded_once

TIMEOUT_SECONDS = 2.0


def database_answers() -> bool:
    try:
        with get_reading_sessions()() as session:
            session.execute(text("SELECT 1 FROM alembic_version"))
    except SQLAlchemyError:
        return False
    return True


@loaded_once
def _asker() -> httpx2.Client:
    """One for all checks: to make one reads every certificate there is. No connection is kept, for
    a part that was started again would not know it."""
    limits = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.Client(timeout=TIMEOUT_SECONDS, trust_env=False, limits=limits)


def answers(url: str) -> bool:
    try:
        return _asker().get(url).is_success
    except httpx2.HTTPError:
        return False


def what_is_down(settings: Settings) -> list[str]:
    """Return the names of the parts that do not answer."""
    parts = {"database": database_answers, **_of_the_bot(settings)}
    return [name for name, check in parts.items() if not check()]


def bot_is_up(settings: Settings) -> bool:
    """Tell whether Rasa and the action server answer. Takes 2 s where one of them hangs."""
    return all(check() for check in _of_the_bot(settings).values())


def _of_the_bot(settings: Settings) -> Mapping[str, Callable[[], bool]]:
    return {
        "rasa": lambda: answers(f"{settings.rasa_url}/webhooks/case/"),
        "actions": lambda: answers(f"{settings.actions_url}/health"),
    }
