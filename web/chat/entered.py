"""The pages on which a code is typed. What was entered stays in the field, to be put right."""

from typing import Literal

from fastapi import Request, Response

from api.errors import ServiceError
from web.views import page
from web.wording import words_in

Path = Literal["come-back", "code"]

PAGES: dict[Path, str] = {"come-back": "chat/come_back.html", "code": "chat/invited.html"}


def asked(request: Request, path: Path) -> Response:
    return page(request, PAGES[path], entered="", problem=None)


def refused(
    request: Request, path: Path, entered: str, why: ServiceError | None = None
) -> Response:
    """Return what is said of a code; without a reason of the service's, nothing was entered."""
    words = words_in()
    empty = {"come-back": words.come_back.empty, "code": words.invited.empty}[path]
    said, status = (why.message, why.status) if why else (str(empty), 422)
    response = page(request, PAGES[path], status, entered=entered, problem=said)
    response.headers.update(why.headers if why else {})
    return response
