"""What may leave in a span: names and values on a list, each in its form. Everything else is
dropped, whoever put it there, as in the logs (api/watch/logs.py)."""

import re
from collections.abc import Mapping
from typing import Any

# A route as it is written, with {names} where the address has ids. No part may look like an id.
PART = r"(?:v1|[a-z]{1,20}(?:[-_.][a-z]{1,20}){0,3}|\{[a-z_]{1,30}\})"
ROUTE = rf"(?:unmatched|/|(?:/{PART}){{1,8}})"
METHOD = r"(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|OTHER)"
ERROR = r"[A-Z][A-Za-z]{1,40}(?:Error|Unavailable|Failed|Timeout|Refused)"
ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

NAMES = re.compile(rf"{METHOD} {ROUTE}|ask the bot|turn|call an action|create_app\.webhook")
UNNAMED = "unnamed"
FORMS: Mapping[str, re.Pattern[str]] = {
    "http.request.method": re.compile(METHOD),
    "http.route": re.compile(ROUTE),
    "http.response.status_code": re.compile(r"[1-5][0-9]{2}"),
    "error.type": re.compile(rf"{ERROR}|5[0-9]{{2}}"),
    "ownwords.conversation": re.compile(ID),
    "ownwords.turn": re.compile(ID),
    "next_action": re.compile(r"(?:action|validate)_[a-z]{1,20}(?:_[a-z]{1,20}){0,4}"),
}


def name_of(name: str) -> str:
    return name if NAMES.fullmatch(name) else UNNAMED


def allowed(given: Mapping[str, Any] | None) -> dict[str, str | int]:
    """Return what is on the list and has its form. A list or a bool is no value of any of them."""
    return {
        key: value
        for key, value in (given or {}).items()
        if type(value) in (str, int) and key in FORMS and FORMS[key].fullmatch(str(value))
    }
