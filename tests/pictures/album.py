"""What is photographed, in the order of docs/pages.md: which page, on which screen, and the way
there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.pictures import people, screens, staff
from tests.pictures.place import Place

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
DARK_PHONE: dict[str, Any] = PHONE | {"color_scheme": "dark"}
ZOOMED: dict[str, Any] = {"viewport": {"width": 320, "height": 256}}
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 844}}


@dataclass(frozen=True)
class Picture:
    name: str  # of the file
    screen: dict[str, Any]
    way: Callable[[Page, Place], None]
    whole: bool = False  # the whole page, not only what the screen shows


ALBUM = (
    Picture("start", DESKTOP, people.first_page, whole=True),
    Picture("start-phone", PHONE, people.first_page, whole=True),
    Picture("question", DESKTOP, people.question),
    Picture("question-phone", PHONE, people.question),
    Picture("question-zoomed", ZOOMED, people.question),
    Picture("easy", DESKTOP, people.easy),
    Picture("easy-phone", PHONE, people.easy),
    Picture("summary-phone", PHONE, people.summary),
    Picture("safety-phone", PHONE, people.safety),
    Picture("safety-phone-dark", DARK_PHONE, people.safety),
    Picture("exit-phone", PHONE, people.about_exit, whole=True),
    Picture("resume", DESKTOP, people.resume, whole=True),
    Picture("comfort-phone-dark", DARK_PHONE, people.comfort),
    Picture("cards", DESKTOP, people.cards, whole=True),
    Picture("card-phone", PHONE, people.card, whole=True),
    Picture("keep", DESKTOP, people.keep, whole=True),
    Picture("widget", DESKTOP, screens.widget),
    Picture("widget-phone", PHONE, screens.widget),
    Picture("kiosk", DESKTOP, screens.kiosk),
    Picture("kiosk-warning", DESKTOP, screens.kiosk_warning),
    Picture("queue", DESKTOP, staff.queue),
    Picture("record", DESKTOP, staff.record),
    Picture("record-narrow", NARROW, staff.record),
    Picture("figures", DESKTOP, staff.figures),
)
