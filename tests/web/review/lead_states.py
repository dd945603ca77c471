"""States of the pages that only a lead gets to."""

from playwright.sync_api import Page, expect

from tests.web.review.states import empty_list, record, sign_in_as, worked_on
from tests.web.script_bot import ScriptBot
from tests.web.states import State, refused


def figures(page: Page, url: str, bot: ScriptBot) -> None:
    """With enough people for bars: nobody has looked at any of them."""
    for _ in range(5):
        page.request.post(f"{url}/chat/conversations", data={"channel": "web", "invite": None})
    empty_list(page, url, bot)
    page.get_by_role("link", name="Figures").click()
    expect(page.locator(".app-chart__bar").first).to_be_visible()


def opened_in_need(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.goto(f"{url}/review/glass")


def allocating(page: Page, url: str, bot: ScriptBot) -> None:
    """Refused for want of a name."""
    record(page, url, bot)
    page.get_by_role("link", name="Allocate", exact=True).click()
    refused(page, "Allocate")


def override_waits(page: Page, url: str, bot: ScriptBot) -> None:
    """In the list of another lead."""
    worked_on(page, url, bot)
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, url, "ada")
    expect(page.get_by_text("sam wrote an override")).to_be_visible()


def whole_audit(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.goto(f"{url}/review/audit")
    page.get_by_label("account's name").fill("sam")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("entries")).to_be_visible()


# What only a lead gets to.
LEADS: tuple[State, ...] = (figures, opened_in_need, allocating, override_waits, whole_audit)
