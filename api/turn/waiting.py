"""Answer what was kept while the bot was away, as soon as it is back."""

import threading
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.errors import ServiceError
from api.turn.service import Turns, waiting_conversations

log = structlog.get_logger(__name__)


def reconcile(turns: Turns) -> int:
    """Try each conversation that waits, once; return how many have nothing waiting any more."""
    return sum(_try(turns, one) for one in waiting_conversations(turns.sessions))


def _try(turns: Turns, conversation_id: UUID) -> bool:
    """Try one conversation. Whatever is wrong with it, the others must not wait for that."""
    try:
        return turns.answer_waiting(conversation_id)
    except SQLAlchemyError:
        raise  # the database is away for all of them
    except Exception as error:  # noqa: BLE001 - the outermost handler of this thread
        where, what = str(conversation_id), type(error).__name__
        log.warning("turn_not_tried", conversation=where, error=what)
        return False


class Reconciler:
    """Tries again every few seconds, in a thread of its own, until stopped."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reconciler", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=self._turns.settings.bot_timeout_seconds + 1)

    def _run(self) -> None:
        while not self._stopped.wait(self._turns.settings.retry_seconds):
            try:
                reconcile(self._turns)
            except (SQLAlchemyError, ServiceError) as error:
                log.warning("turns_not_tried", error=type(error).__name__)
