"""The plain clock of a kiosk's pages: a Refresh header. It works without scripts, and where they
fail to load; where they run they stop it, because they can tell whether somebody is there."""

from datetime import timedelta

from api.settings import Settings
from web.comfort import Comfort
from web.place import KIOSK, Place

FIRST, SET_UP, STILL_HERE = "chat/start_kiosk.html", "kiosk/set_up.html", "kiosk/still_here.html"
CLOSED = f"{KIOSK.home}?closed"  # the first screen, which says that it closed by itself


def rests(name: str, comfort: Comfort) -> bool:
    """Tell whether a page can stay as it is for ever: it holds nothing of anybody's."""
    return name == SET_UP or (name == FIRST and comfort == Comfort())


def refresh(place: Place, name: str, comfort: Comfort, settings: Settings) -> dict[str, str]:
    if place.channel != "kiosk" or rests(name, comfort):
        return {}
    if name == STILL_HERE:
        return {"Refresh": f"{settings.kiosk_warning_seconds:g}; url={CLOSED}"}
    return {"Refresh": f"{settings.kiosk_plain_seconds:g}; url={KIOSK.path('still-here')}"}


def plain_time(settings: Settings) -> timedelta:
    """Return how long a page without scripts may be read, with the question at its end."""
    seconds = settings.kiosk_plain_seconds + settings.kiosk_warning_seconds
    return timedelta(seconds=seconds, minutes=settings.kiosk_lease_minutes)
