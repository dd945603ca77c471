"""Answer what was kept while the bot was away, as soon as it is back."""

from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.background import Repeating
from api.turn.service import Turns, waiting_conversations

log = structlog.get_logger(__name__)


def reconcile(turns: Turns) -> int:
    """Try each conversation that waits, once, and whoever has waited longest first; return how many
    have nothing waiting any more."""
    return sum(_try(turns, one) for one in waiting_conversations(turns.sessions))


def _try(turns: Turns, conversation_id: UUID) -> bool:
    """Try one conversation. Whatever is wrong with it, the others must not wait for that."""
    try:
        return turns.answer_waiting(conversation_id)
    except Exception as error:
        if isinstance(error, SQLAlchemyError) and not _database_answers(turns):
            raise  # it is away for all of them
        where, what = str(conversation_id), type(error).__name__
        log.warning("turn_not_tried", conversation=where, error=what)
        return False


def _database_answers(turns: Turns) -> bool:
    try:
        with turns.reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


class Reconciler(Repeating):
    """Tries again every few seconds."""

    def __init__(self, turns: Turns) -> None:
        super().__init__(
            "reconciler",
            lambda: reconcile(turns),
            seconds=turns.settings.retry_seconds,
            patience=turns.settings.bot_timeout_seconds + 1,
        )
