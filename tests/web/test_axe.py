"""axe finds nothing in any state of the pages: at three sizes, each light, dark and in forced
colours."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from api.core.clock import utc_now
from api.models import User
from api.user import password_reset
from tests.web.kiosk.states import STATES as KIOSK_STATES
from tests.web.review.account_states import ACCOUNTS
from tests.web.review.case_states import CASES
from tests.web.review.lead_states import LEADS
from tests.web.review.practice_states import PRACTICE
from tests.web.review.states import STATES as REVIEW_STATES
from tests.web.script_bot import ScriptBot
from tests.web.states import STATES, State, refused

pytestmark = pytest.mark.browser

TAGS = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split()
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# What colours can break: asked in each of them. All else hangs on the size alone, not on colours.
COLOURS_ALONE = ("color-contrast", "link-in-text-block")
OF_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS_ALONE}, "resultTypes": ["violations"]}
AXE = Axe()
# A folder for screenshots, to look at the pages oneself.
SHOTS = os.environ.get("OWNWORDS_SHOTS")

STICKS_OUT = """() => [...document.querySelectorAll('body *')]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map((e) => e.outerHTML.slice(0, 80))"""

SIZES = {"desktop": (1280, 900), "phone": (390, 844), "zoomed": (320, 256)}
COLOURS = {
    "": {},
    " dark": {"color_scheme": "dark"},
    " forced colours": {"forced_colors": "active"},
}
LOOKS: dict[str, dict[str, Any]] = {
    f"{size}{colours}": {"viewport": {"width": wide, "height": high}, **changes}
    for size, (wide, high) in SIZES.items()
    for colours, changes in COLOURS.items()
}


@pytest.mark.parametrize(
    "state",
    STATES + KIOSK_STATES + REVIEW_STATES + ACCOUNTS + PRACTICE + CASES + LEADS,
    ids=lambda state: state.__name__,
)
def test_axe_finds_nothing(
    chromium: Browser,
    address: str,
    bot: ScriptBot,
    practitioner: str,
    sessions: sessionmaker[Session],
    colleague: str,
    state: State,
) -> None:
    if state in LEADS:
        with sessions.begin() as session:
            session.execute(update(User).values(role="lead"))
    context = chromium.new_context(**LOOKS["desktop"], reduced_motion="reduce")
    page = context.new_page()
    state(page, address, bot)

    found = findings(page, state.__name__)
    context.close()

    assert found == []


def test_axe_finds_nothing_where_a_password_is_chosen_after_a_reset(
    chromium: Browser, address: str, practitioner: str, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        given = password_reset.reset(session, practitioner, now=utc_now())
    page = chromium.new_page()
    page.goto(f"{address}/review/sign-in")
    page.get_by_label("User name").fill(practitioner)
    page.get_by_label("Password").fill(given)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Your new password").fill("a word of my own")
    refused(page, "Use this password")

    found = findings(page, "new_password")
    page.close()

    assert found == []


def findings(page: Page, name: str) -> list[tuple[str, str, str]]:
    """Return what is wrong with a page in any of its looks."""
    found = []
    for look, changes in LOOKS.items():
        dress(page, changes)
        shoot(page, f"{name} {look}")
        found += [(look, v["id"], v["nodes"][0]["html"]) for v in violations(page, look)]
        found += [(look, "scrolls sideways", wide) for wide in too_wide(page)]
    return found


def dress(page: Page, changes: dict[str, Any]) -> None:
    page.set_viewport_size(changes["viewport"])
    page.emulate_media(
        color_scheme=changes.get("color_scheme", "light"),
        forced_colors=changes.get("forced_colors", "none"),
    )


def violations(page: Page, look: str = "desktop") -> list[dict[str, Any]]:
    """Ask axe, which is put into each page once."""
    asked = OPTIONS if look in SIZES else OF_COLOURS
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.axe_script)
    result: list[dict[str, Any]] = page.evaluate(f"axe.run({json.dumps(asked)})")["violations"]
    return result


def too_wide(page: Page) -> list[str]:
    """Return what sticks out at the side; nothing where the page does not scroll sideways."""
    root = "document.documentElement"
    if page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"):
        return []
    names: list[str] = page.evaluate(STICKS_OUT)
    return names or ["the page"]


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page="zoomed" not in name)
