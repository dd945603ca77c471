"""axe finds nothing on the pages of a kiosk that is set up, nor on those of its staff."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from api.models import User
from tests.web.conftest import PASSWORD
from tests.web.script_bot import ScriptBot
from tests.web.states import send, start
from tests.web.test_axe import LOOKS, findings

pytestmark = pytest.mark.browser


@pytest.fixture
def screen(chromium: Browser, address: str, code: str) -> Iterator[Page]:
    """A kiosk that is set up."""
    context = chromium.new_context(**LOOKS["desktop"], reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/kiosk/set-up")
    page.get_by_label("The code from a member of staff").fill(code)
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome")
    yield page
    context.close()


def sign_in(chromium: Browser, address: str, sessions: sessionmaker[Session], role: str) -> Page:
    with sessions.begin() as session:
        session.execute(update(User).values(role=role))
    context = chromium.new_context(**LOOKS["desktop"], reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/review/sign-in")
    page.get_by_label("User name").fill("sam")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")
    page.goto(f"{address}/review/kiosks")
    return page


def test_somebody_rings_and_the_desk_hears_of_it_and_answers(
    screen: Page, chromium: Browser, address: str, practitioner: str,
    sessions: sessionmaker[Session],
) -> None:  # fmt: skip
    desk = sign_in(chromium, address, sessions, "desk")
    expect(desk.locator("main")).to_contain_text("Nobody asks for help now.")
    start(screen, address, "/kiosk")
    screen.locator("#words").fill("half written")

    screen.get_by_role("button", name="Ask someone to come").click()

    told = screen.locator("#bell-state")
    expect(told).to_contain_text("Someone was asked to come. We do not know yet")
    assert screen.locator("#words").input_value() == "half written"
    assert findings(screen, "kiosk rung") == []
    expect(desk.get_by_role("alert")).to_contain_text("Library asks for help.", timeout=15_000)
    assert desk.title().startswith("(1) ")
    desk.get_by_role("alert").get_by_role("link", name="Look again").click()
    assert findings(desk, "kiosks desk") == []
    desk.get_by_role("button", name="I am going there").click()
    expect(told).to_contain_text("They say they are coming.", timeout=15_000)
    send(screen)
    expect(screen.locator(".app-message--person").last).to_contain_text("half written")
    desk.context.close()


def test_a_leads_page_with_a_new_code(
    chromium: Browser, address: str, bot: ScriptBot, code: str, practitioner: str,
    sessions: sessionmaker[Session],
) -> None:  # fmt: skip
    lead = sign_in(chromium, address, sessions, "lead")
    lead.get_by_label("Where does the screen stand?").fill("Day centre")
    lead.get_by_role("button", name="Add it and show its code").click()
    expect(lead.locator(".app-code")).to_be_visible()

    assert findings(lead, "kiosks lead") == []
    lead.context.close()
