"""A page that holds one form about a conversation, as it was filled in and with what is missing."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from fastapi import Request, Response

from web.views import page


class FormPage(Protocol):
    def __call__(
        self,
        request: Request,
        user: Any,
        conversation_id: UUID,
        form: Mapping[str, str],
        problems: dict[str, str],
        status: int = 200,
        **more: Any,
    ) -> Response: ...


def form_page(template: str, **fixed: Any) -> FormPage:
    """Return what makes the page of this template; `fixed` is the same each time, `more` is what
    this time needs besides."""

    def shown(
        request: Request,
        user: Any,
        conversation_id: UUID,
        form: Mapping[str, str],
        problems: dict[str, str],
        status: int = 200,
        **more: Any,
    ) -> Response:
        given = {"user": user, "conversation_id": conversation_id, "form": form}
        return page(request, template, status, problems=problems, **given, **fixed, **more)

    return shown
