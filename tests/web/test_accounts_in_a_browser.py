"""The pages about opening in need and the audit, seen by axe; and the warning before a session
ends, by a clock."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session, sessionmaker

from api.core.clock import utc_now
from api.models import Allocation, Conversation, User
from api.user.service import add_user
from tests.web.conftest import PASSWORD
from tests.web.review.account_states import codes_set_up
from tests.web.review.states import empty_list
from tests.web.script_bot import ScriptBot
from tests.web.states import readback
from tests.web.test_axe import LOOKS, dress, shoot, too_wide, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def enter(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/review/sign-in")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def looks_right(page: Page, name: str) -> None:
    for look, changes in LOOKS.items():
        dress(page, changes)
        shoot(page, f"{name} {look}")
        found = [(v["id"], v["nodes"][0]["html"]) for v in violations(page, look)]
        assert found == [], (name, look)
        assert too_wide(page) == [], (name, look)


def test_the_whole_picture_for_the_phone_is_seen(
    page: Page, address: str, bot: ScriptBot, practitioner: str
) -> None:
    """A camera cannot read one that is cut off."""
    codes_set_up(page, address, bot)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})

        inside = page.evaluate(
            """() => {
              const box = document.querySelector('.app-qr').getBoundingClientRect()
              return [...document.querySelectorAll('.app-qr path')]
                .map(path => path.getBoundingClientRect())
                .every(drawn => drawn.right <= box.right + 1 && drawn.bottom <= box.bottom + 1)
            }"""
        )

        assert inside, width


def test_opening_in_need_and_the_audit_by_every_look(
    page: Page, address: str, bot: ScriptBot, practitioner: str, sessions: sessionmaker[Session]
) -> None:
    readback(page, address, bot)
    with sessions.begin() as session:
        add_user(session, "alex", PASSWORD)
        add_user(session, "lee", PASSWORD, "lead")
        alex = session.query(User).filter(User.username == "alex").one()
        here = session.query(Conversation).one().id
        session.add(Allocation(conversation_id=here, user_id=alex.id, at=utc_now(), by="system"))
    enter(page, address, "sam")
    page.goto(f"{address}/review/conversations/{here}")
    looks_right(page, "break_glass")
    page.get_by_role("button", name="Open it").click()
    looks_right(page, "break_glass_refused")
    page.locator("#reason").fill("Her daughter rang: danger tonight")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Conversation,")

    page.get_by_role("button", name="Sign out").click()
    enter(page, address, "lee")
    page.goto(f"{address}/review/glass")
    looks_right(page, "glass")
    page.goto(f"{address}/review/audit")
    looks_right(page, "audit")


def test_some_minutes_before_the_end_a_button_keeps_the_session(
    page: Page, address: str, bot: ScriptBot, practitioner: str
) -> None:
    page.clock.install()
    empty_list(page, address, bot)
    warning = page.get_by_text("You will soon be signed out.")

    page.clock.fast_forward(timedelta(minutes=24).seconds * 1000)
    expect(warning).to_be_hidden()
    page.clock.fast_forward(timedelta(minutes=2).seconds * 1000)
    expect(warning).to_be_visible()
    with page.expect_response("**/review/stay") as kept:
        page.get_by_role("button", name="Stay signed in").click()

    assert kept.value.status == 204
    expect(warning).to_be_hidden()
    page.clock.fast_forward(timedelta(minutes=26).seconds * 1000)
    expect(warning).to_be_visible()


def test_a_session_that_has_ended_leads_to_the_sign_in_page(
    page: Page, address: str, bot: ScriptBot, practitioner: str
) -> None:
    page.clock.install()
    empty_list(page, address, bot)
    page.clock.fast_forward(timedelta(minutes=26).seconds * 1000)
    page.context.clear_cookies()

    page.get_by_role("button", name="Stay signed in").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
