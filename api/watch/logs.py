"""Logs that can be read by whoever keeps the machine: what happened, never what was said.

A line is built from a list of fields that may be in it, each with the form that its value must
have. Everything else is dropped before it is written, whoever logs it: free text cannot get in by
mistake. Lines of other libraries keep where they come from and how bad they are, not their text.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
FORMS: Mapping[str, re.Pattern[str]] = {
    "event": NAME,
    "level": NAME,
    "logger": re.compile(r"[A-Za-z_][\w.]{0,80}"),
    "timestamp": re.compile(r"[0-9T:.+Z-]{10,40}"),
    "actor": re.compile(r"user:[\w.@-]{1,100}|token:[\w.-]{1,100}|adult|system"),
    "conversation": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "turn": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "error": re.compile(r"[A-Za-z_]{1,60}"),  # the class of an error, never its text
    "method": re.compile(r"[A-Z]{3,7}"),
    "route": re.compile(r"unmatched|/[a-z0-9_/{}.-]{0,120}"),  # as it is written, with its {names}
    "status": re.compile(r"[1-5][0-9]{2}"),
    "seconds": re.compile(r"[0-9.e-]{1,20}"),
    "count": re.compile(r"[0-9]{1,12}"),
    "place": re.compile(r"[\w/.-]{1,200}:[0-9]{1,6}"),  # a file of ours and a line
}


def only_allowed(_: object, __: str, given: EventDict) -> EventDict:
    """Keep what is on the list and has its form; say how much was left out."""
    for added in ("_record", "_from_structlog"):  # structlog's own
        given.pop(added, None)
    kept: EventDict = {}
    for name, value in given.items():
        form = FORMS.get(name)
        # A bool, a list or a dictionary is no value of any of them.
        plain = type(value) in (str, int, float)
        if form is not None and plain and form.fullmatch(str(value)):
            kept[name] = value
    left_out = len(given) - len(kept)
    kept.setdefault("event", "unnamed")
    return {**kept, "count_left_out": left_out} if left_out else kept


def of_other_libraries(_: object, __: str, given: EventDict) -> EventDict:
    """Take from a line of the standard library's logging where it comes from, and not its text:
    an error's message may repeat what somebody typed."""
    record: logging.LogRecord | None = given.get("_record")
    if record is None:
        return given
    event: EventDict = {"event": "library", "logger": record.name}
    event["level"] = record.levelname.lower()
    if record.exc_info and record.exc_info[0]:
        event["error"] = record.exc_info[0].__name__
    event["place"] = f"{record.module}.py:{record.lineno}"
    return event


SHARED: tuple[Processor, ...] = (
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
)


def formatter() -> logging.Formatter:
    """Return what turns every record, ours or a library's, into one line of JSON."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[of_other_libraries],
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
    )


def use_structlog() -> None:
    """Send structlog's lines through the standard library, so that there is one way out."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def configure(level: str, stream: TextIO | None = None) -> None:
    """Make every log line of this process an allowed one, the web server's too."""
    use_structlog()
    logging.raiseExceptions = (
        False  # it would print a line that could not be written, words and all
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    known: MutableMapping[str, Any] = logging.Logger.manager.loggerDict
    for logger in known.values():
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
    for chatty in ("httpx2", "httpcore", "sqlalchemy", "asyncio", "uvicorn.access"):
        logging.getLogger(chatty).setLevel("WARNING")


use_structlog()
