"""Speaking into the box: only where the operator allows it and the person turned it on. Only there
may a page use the microphone."""

from fastapi import Request

from api.settings import get_settings
from web.comfort import comfort_of
from web.device import is_own
from web.guard import HEADERS
from web.place import place_of

PAGES = ("chat/conversation.html", "chat/card.html")  # those with a box for one's own words
POLICY = "Permissions-Policy"


def may_be_chosen(request: Request) -> bool:
    """Tell whether Comfort offers it here. Never in a frame, where another site would have to
    allow it as well."""
    allowed = get_settings().dictation
    if allowed == "off" or place_of(request).framed:
        return False
    return allowed == "all" or is_own(request)


def is_on(request: Request) -> bool:
    return comfort_of(request).dictation == "on" and may_be_chosen(request)


def microphone(request: Request, name: str) -> dict[str, str]:
    """Return the header that lets this one page listen, or none."""
    if name not in PAGES or not is_on(request):
        return {}
    return {POLICY: HEADERS[POLICY].replace("microphone=()", "microphone=(self)")}
