"""Errors that services raise. Each carries its own HTTP status, and names a message in
api/words/en.yml, which is safe to show.

ServiceError
├── BadMessage        422   the words cannot be taken as they came
├── TooLong           413
├── NotSignedIn       401
├── NotAllowed        403
│   ├── Connected     403   a conflict of interest: not to be opened in need either
│   └── OnHold        403   a legal hold stands, so it is not erased
├── NotYours          403   a colleague's conversation, which can be opened in need
├── NotFound          404
│   └── CodeNotGood   404   a code to begin with that is unknown, used, too old or taken back
├── Conflict          409
├── ChangedMeanwhile  412   a colleague's change came first; nothing was overwritten
├── VersionNeeded     428   a change must say which version it was made from
├── NotComplete       422   parts of a practitioner's form are missing
├── OtherWords        409   a message's id was used before for other words
├── TooManyTries      429
├── CommandRefused    422   a command does not fit the record
├── Overloaded        503   more at once than can be answered
└── Unavailable       503   the record cannot be reached, so nothing was saved
"""

import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import structlog
from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.language.errors import PLAIN, words_for
from api.vault.keys import KeyUnusable
from nlp.errors import NlpError

log = structlog.get_logger(__name__)
OVERLOADED_SECONDS = 20  # after which to try again
DEEPEST = 8  # frames of an error that are logged


class ServiceError(Exception):
    status: ClassVar[int] = 500
    code: ClassVar[str] = "service_error"

    def __init__(
        self, name: str = PLAIN, /, *, headers: Mapping[str, str] | None = None, **gaps: object
    ) -> None:
        """`name` is one of the messages that api/words/en.yml has for the code; `gaps` fill it."""
        self.name, self.gaps = name, gaps
        self.headers = dict(headers or {})
        super().__init__(name)

    @property
    def message(self) -> str:
        """Return what it says, in the language that is spoken just now."""
        return words_for(self.code, self.name, **self.gaps)

    def __str__(self) -> str:
        return self.message


class BadMessage(ServiceError):
    status = 422
    code = "bad_message"


class TooLong(ServiceError):
    status = 413
    code = "too_long"


class NotSignedIn(ServiceError):
    status = 401
    code = "not_signed_in"


class NotAllowed(ServiceError):
    status = 403
    code = "not_allowed"


class Connected(NotAllowed):
    code = "connected"


class OnHold(NotAllowed):
    code = "on_hold"


class NotYours(ServiceError):
    status = 403
    code = "not_yours"


class NotFound(ServiceError):
    status = 404
    code = "not_found"


class CodeNotGood(NotFound):
    """Whoever typed it learns nothing of why."""

    code = "code_not_good"


class Conflict(ServiceError):
    status = 409
    code = "conflict"


class ChangedMeanwhile(ServiceError):
    """A colleague was faster. What they wrote stays; what was sent is not kept."""

    status = 412
    code = "changed_meanwhile"


class VersionNeeded(ServiceError):
    """A change that does not say which version it was made from could overwrite a colleague's."""

    status = 428
    code = "version_needed"


class OtherWords(ServiceError):
    """A turn's id was sent before, with other words. These are not kept, and that must be said."""

    status = 409
    code = "other_words"


class TooManyTries(ServiceError):
    status = 429
    code = "too_many_tries"


class CommandRefused(ServiceError):
    status = 422
    code = "command_refused"


class NotComplete(ServiceError):
    """Parts of a practitioner's form are missing or not right; `parts` names them."""

    status = 422
    code = "not_complete"

    def __init__(self, *parts: str) -> None:
        self.parts = parts
        super().__init__("parts", parts=", ".join(parts))


class Overloaded(ServiceError):
    """More requests at once than can be answered in time. Nothing of this one was done."""

    status = 503
    code = "overloaded"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": str(OVERLOADED_SECONDS)})


class Unavailable(ServiceError):
    status = 503
    code = "unavailable"


# Of what no service raised: the code, and which of its messages.
NAMES = {
    400: ("bad_request", PLAIN),
    404: ("not_found", "page"),
    405: ("method_not_allowed", PLAIN),
    408: ("too_slow", PLAIN),
    413: ("too_long", "body"),
}


class ErrorOut(BaseModel):
    """What every error is, as the API's description says."""

    error: str
    message: str


# Of every operation: any of them may refuse, and any of them may find the record away.
ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorOut, "description": "It was refused; `message` says why."},
    "5XX": {"model": ErrorOut, "description": "It could not be done; nothing is half-written."},
}


class LastNet:
    """Turns an error that nobody foresaw into a plain answer, and a log line without words."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun: list[bool] = []

        async def note(message: Message) -> None:
            begun.append(True)
            await send(message)

        try:
            await self._app(scope, receive, note)
        except Exception as error:
            if scope["type"] != "http":
                raise
            # Not the error's own text: it may repeat what somebody typed.
            for at in traceback.extract_tb(error.__traceback__)[-DEEPEST:]:
                place = f"{Path(at.filename).name}:{at.lineno}"
                log.error("unforeseen", error=type(error).__name__, place=place)  # noqa: TRY400
            if begun:
                return  # too late for another answer; the server closes the connection
            await told(ServiceError.code, status=500)(scope, receive, send)


def named(place: Iterable[str | int]) -> str:
    """Return the name of a part, without the kinds that it might have been: "literal['open']"."""
    return ".".join(part for part in map(str, place) if "[" not in part)


def install_error_handlers(app: FastAPI) -> None:
    """Render every error as {"error": code, "message": text}. What a person typed is never
    repeated in it."""

    @app.exception_handler(ServiceError)
    async def service_error(request: Request, error: ServiceError) -> JSONResponse:
        return as_json(error.code, error.message, error.status, error.headers)

    @app.exception_handler(RequestValidationError)
    async def not_understood(request: Request, error: RequestValidationError) -> JSONResponse:
        if any(problem["type"] == "json_invalid" for problem in error.errors()):
            return told("malformed", status=400)
        parts = {named(p["loc"][1:]) or "the body" for p in error.errors()}
        where = ", ".join(sorted(parts))
        return told("not_valid", "parts", status=422, parts=where)

    @app.exception_handler(DBAPIError)
    @app.exception_handler(PoolTimeout)
    async def database_down(request: Request, error: SQLAlchemyError) -> JSONResponse:
        return told(Unavailable.code, status=503)

    @app.exception_handler(KeyUnusable)
    async def wrong_key(request: Request, error: KeyUnusable) -> JSONResponse:
        return told("key_unusable", status=503)

    @app.exception_handler(NlpError)
    async def no_reader(request: Request, error: NlpError) -> JSONResponse:
        log.error("reader_missing", error=type(error).__name__)
        return told("reader_missing", status=503)

    app.add_middleware(LastNet)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        code, name = NAMES.get(error.status_code, ("http_error", PLAIN))
        return as_json(code, words_for(code, name), error.status_code, error.headers)


def told(code: str, name: str = PLAIN, /, *, status: int, **gaps: object) -> JSONResponse:
    return as_json(code, words_for(code, name, **gaps), status)


def as_json(
    code: str, message: str, status: int, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    body: dict[str, Any] = jsonable_encoder({"error": code, "message": message})
    return JSONResponse(body, status, headers=dict(headers or {}))
