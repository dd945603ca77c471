"""Jinja with the GOV.UK macros, our words and our assets."""

import re
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    Undefined,
    select_autoescape,
)
from jinja2.utils import missing

from api.language.current import spoken
from api.language.words import day, long_day, moment
from api.settings import get_settings
from web.comfort import comfort_of, offered
from web.device import is_own
from web.dictation import is_on, microphone
from web.kiosk.clock import refresh
from web.kiosk.wording import lasting, to_call
from web.marked import marked
from web.place import place_of
from web.qr import qr_svg
from web.static import asset
from web.wording import words_in


class NameMustExist(Undefined):
    """Printing a name the view never passed raises; a missing optional macro key prints nothing."""

    def __str__(self) -> str:
        if self._undefined_obj is missing:
            self._fail_with_undefined_error()
        return ""


HERE = Path(__file__).parent

environment = Environment(
    undefined=NameMustExist,
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
    loader=ChoiceLoader(
        [
            FileSystemLoader(HERE / "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    ),
)
environment.globals["asset"] = asset

environment.globals["to_call"] = to_call


def in_textarea(text: str) -> str:
    """Return `text` so that a browser shows all of it: it drops one line break at the beginning of
    a textarea."""
    return f"\n{text}" if text.startswith("\n") else text


IDS = re.compile(r' id="([a-z_]+)(?:-day)?"')


def in_page_order(problems: dict[str, str], html: str) -> dict[str, str]:
    """Return what is wrong in the order of the fields, whatever found it first: who goes through
    the summary goes down the page."""
    ids = [found[1] for found in IDS.finditer(html)]
    order = {name: place for place, name in reversed([*enumerate(ids)])}
    return dict(sorted(problems.items(), key=lambda one: order.get(one[0], len(ids))))


environment.filters["qr_svg"] = qr_svg
environment.filters["in_page_order"] = in_page_order
environment.filters["in_textarea"] = in_textarea
environment.filters["lasting"] = lasting
environment.filters["day"] = lambda value: day(value, spoken().locale)
environment.filters["long_day"] = lambda value: long_day(value, spoken().locale)
environment.filters["moment"] = lambda value: moment(value, spoken().locale)


def page(request: Request, name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page, with everything that every page needs."""
    place, settings = place_of(request), get_settings()
    shared = {
        "words": words_in(),
        "language": spoken(),
        "languages": offered(),
        "place": place,
        "settings": settings,
        "comfort": comfort_of(request),
        "own_device": is_own(request),
        "dictation": is_on(request),
        "lease": "",  # the key, on pages of a conversation that is open
        "bell": getattr(getattr(request.state, "kiosk", None), "bell", None),
    }
    context = {**shared, **context}
    headers = refresh(place, name, context["comfort"], settings)
    context["watched"] = bool(headers)  # a kiosk's page that does not stay for ever
    headers |= microphone(request, name)
    html = marked(environment.get_template(name).render(context))
    return HTMLResponse(html, status, headers)
