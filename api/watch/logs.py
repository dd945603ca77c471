"""Logs that can be read by whoever keeps the machine: what happened, never what was said.

A line is built from a list of fields that may be in it, each with a check that its value must
pass: no word that somebody might have typed does. Everything else is dropped before it is written,
whoever logs it: free text cannot get in by mistake. Lines of other libraries keep where they come
from and how bad they are, not their text; and so does what Python itself would write to stderr.
"""

import logging
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO, get_args

import structlog
from structlog.typing import EventDict, Processor

from api.escalation.port import Fault
from traces.allowed import ID, METHOD, ROUTE

log = structlog.get_logger(__name__)

OURS_ALONE = frozenset({"answered", "escalated", "unforeseen", "library", "unnamed"})
SEVERAL_WORDS = re.compile(r"[a-z]{2,20}(_[a-z]{1,20}){1,7}")
LEVELS = frozenset({"debug", "info", "warning", "error", "critical"})
DOTTED = re.compile(r"[A-Za-z_][\w.]{0,80}")
# Of the standard library, where most modules are named by a word that people type.
TALKATIVE = frozenset({"asyncio", "concurrent", "root"})
NO_CLASS = frozenset({*get_args(Fault), "hangs"})

Check = Callable[[Any], bool]


def is_an_event(value: Any) -> bool:
    """Ours are of several words. One alone could have been typed: those are listed."""
    return type(value) is str and (value in OURS_ALONE or bool(SEVERAL_WORDS.fullmatch(value)))


def is_an_error(value: Any) -> bool:
    """The name of a class of error that there is in this process, never the text of one."""
    if type(value) is not str:
        return False
    if value not in _errors:
        _errors.update(_named_below(BaseException))
    return value in _errors or value in NO_CLASS


_errors: set[str] = set()


def _named_below(kind: type[BaseException]) -> Iterator[str]:
    yield kind.__name__
    for below in type.__subclasses__(kind):
        yield from _named_below(below)


def is_a_package(value: Any) -> bool:
    """Whatever is below it: loggers are named by their modules, and by less."""
    if type(value) is not str or not DOTTED.fullmatch(value):
        return False
    package = value.partition(".")[0]
    installed = package in sys.modules and package not in sys.stdlib_module_names
    return installed or package in TALKATIVE


def is_a_number(value: Any) -> bool:
    """As a number: a telephone number that was typed is text."""
    return type(value) in (int, float)


def like(form: re.Pattern[str]) -> Check:
    return lambda value: type(value) is str and bool(form.fullmatch(value))


ALLOWED: Mapping[str, Check] = {
    "event": is_an_event,
    "level": lambda value: type(value) is str and value in LEVELS,
    "logger": is_a_package,
    "timestamp": like(re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")),
    "actor": like(re.compile(r"user:[\w.@-]{1,100}|token:[\w.-]{1,100}|adult|system")),
    "conversation": like(re.compile(ID)),
    "turn": like(re.compile(ID)),
    "error": is_an_error,
    "method": like(re.compile(METHOD)),
    "route": like(re.compile(ROUTE)),
    "status": is_a_number,
    "seconds": is_a_number,
    "count": is_a_number,
    "place": like(re.compile(r"[\w/.-]{1,200}\.(py|html):[0-9]{1,6}")),  # a file and a line
}


def only_allowed(_: object, __: str, given: EventDict) -> EventDict:
    """Keep what is on the list and has its form; say how much was left out."""
    for added in ("_record", "_from_structlog"):  # structlog's own
        given.pop(added, None)
    kept: EventDict = {}
    for name, value in given.items():
        check = ALLOWED.get(name)
        if check is not None and check(value):
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


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def _process_ends(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    with suppress(Exception):  # Python would write the first error too, words and all
        log.critical("process_ends", error=kind.__name__, place=_place(trace))


def _thread_ended(told: threading.ExceptHookArgs) -> None:
    if told.exc_type is not SystemExit:  # as Python's own
        log.error("thread_ended", error=told.exc_type.__name__, place=_place(told.exc_traceback))


def _nobody_hears(told: "sys.UnraisableHookArgs") -> None:
    kind = told.exc_type.__name__ if told.exc_type else ""
    log.error("error_nobody_hears", error=kind, place=_place(told.exc_traceback))


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    where = f"{Path(filename).name}:{lineno}"
    log.warning("library_warns", error=category.__name__, place=where)


def say_no_text() -> None:
    """Log what Python itself writes to stderr, words and all: errors that nobody caught, and
    warnings."""
    sys.excepthook, threading.excepthook = _process_ends, _thread_ended
    sys.unraisablehook = _nobody_hears
    warnings.showwarning = _warned


def configure(level: str, stream: TextIO | None = None) -> None:
    """Make every log line of this process an allowed one, the web server's too."""
    use_structlog()
    say_no_text()
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
