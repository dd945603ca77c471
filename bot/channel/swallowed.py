"""Notice the failures that Rasa 3.6 logs and then passes over.

`MessageProcessor` catches an action's exception, writes "... events are lost" and goes on, so the
person would get half an answer with status 200. A logging handler is the one place that sees every
such case, in the turn's own task. The texts are those of 3.6.21: tests/faults breaks each kind for
real.
"""

import logging
from contextvars import ContextVar
from typing import List, Optional

_seen: ContextVar[Optional[List[str]]] = ContextVar("swallowed", default=None)

MARKS = (
    "Encountered an exception while running action",
    "Failed to execute custom action",
    "Failed to run custom action",
    "Error happened when trying to",
    "Circuit breaker tripped",
)
LOGGERS = ("rasa.core.processor", "rasa.core.actions.action", "rasa.core.tracker_store")


class Swallowed(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        seen = _seen.get()
        message = record.getMessage()
        if seen is None:
            return
        seen.extend(mark for mark in MARKS if mark in message)


def watch() -> List[str]:
    """Return the list that this task's swallowed failures will be added to, from now on."""
    seen: List[str] = []
    _seen.set(seen)
    return seen


def install() -> None:
    """Listen on Rasa's loggers, once a process."""
    handler = Swallowed(level=logging.WARNING)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(present, Swallowed) for present in logger.handlers):
            logger.addHandler(handler)
