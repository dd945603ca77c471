"""States of the pages about cases and codes."""

from playwright.sync_api import Page, expect

from tests.web.review.states import empty_list, record
from tests.web.script_bot import ScriptBot
from tests.web.states import State, refused, send

REFERENCE = "ASC-20417"


def case_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Link it to a case").click()
    refused(page, "Link it")


def case_linked(page: Page, url: str, bot: ScriptBot) -> None:
    case_form(page, url, bot)
    page.locator("#case_reference").fill(REFERENCE)
    page.get_by_role("button", name="Link it").click()
    expect(page.get_by_text("Linked by sam")).to_be_visible()


def case_list(page: Page, url: str, bot: ScriptBot) -> None:
    """The list of one case."""
    case_linked(page, url, bot)
    page.goto(f"{url}/review")
    page.get_by_label("Find a case by its reference").fill(REFERENCE)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Only conversations of one case are shown.")).to_be_visible()


def case_not_found(page: Page, url: str, bot: ScriptBot) -> None:
    empty_list(page, url, bot)
    refused(page, "Find")


def invites_none(page: Page, url: str, bot: ScriptBot) -> None:
    empty_list(page, url, bot)
    page.get_by_role("link", name="Codes to give").click()
    refused(page, "Make a code")


def invite_made(page: Page, url: str, bot: ScriptBot) -> None:
    invites_none(page, url, bot)
    page.locator("#case_reference").fill(REFERENCE)
    page.get_by_role("button", name="Make a code").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A new code")


def invites(page: Page, url: str, bot: ScriptBot) -> None:
    """One that was used and then typed again, and one that waits."""
    invite_made(page, url, bot)
    code = page.locator(".app-code").inner_text()
    signed_in = page.context.cookies()
    page.context.clear_cookies()
    for again in (False, True):
        page.goto(f"{url}/code")
        page.get_by_label("Your code").fill(code)
        page.get_by_role("button", name="Start with this code").click()
        if not again:
            send(page, "yes")
            page.context.clear_cookies()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.context.add_cookies(signed_in)  # type: ignore[arg-type]
    page.goto(f"{url}/review/invites")
    page.locator("#case_reference").fill(REFERENCE)
    page.get_by_role("button", name="Make a code").click()
    page.get_by_role("link", name="Back to the codes").click()
    expect(page.get_by_text("Typed again")).to_be_visible()


def came_with_a_code(page: Page, url: str, bot: ScriptBot) -> None:
    invites(page, url, bot)
    page.get_by_role("link", name="Open").click()
    expect(page.get_by_text("Came with a code that sam gave out")).to_be_visible()


def invited(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/code")


def invited_refused(page: Page, url: str, bot: ScriptBot) -> None:
    invited(page, url, bot)
    page.get_by_label("Your code").fill("four words of nothing")
    refused(page, "Start with this code")


def kiosk_invited(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/kiosk/code")


# The others are steps on the way to these, or are looked at elsewhere.
CASES: tuple[State, ...] = (
    *(case_form, case_list, case_not_found, invite_made, invites, came_with_a_code),
    *(invited_refused, kiosk_invited),
)
