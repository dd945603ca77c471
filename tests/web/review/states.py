"""Every state of the practitioners' pages that a browser test looks at: how to get there, by its
name."""

from playwright.sync_api import Page, expect

from tests.web.conftest import PASSWORD
from tests.web.script_bot import ScriptBot
from tests.web.states import RISK, State, cards, readback, refused, send


def sign_in(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/review")


def sign_in_refused(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/review/sign-in")
    refused(page, "Sign in")


def empty_list(page: Page, url: str, bot: ScriptBot) -> None:
    sign_in_as(page, url, "sam")


def sign_in_as(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/review/sign-in")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Conversations")


def full_list(page: Page, url: str, bot: ScriptBot) -> None:
    readback(page, url, bot)
    send(page, RISK)
    empty_list(page, url, bot)


def filtered_list(page: Page, url: str, bot: ScriptBot) -> None:
    full_list(page, url, bot)
    page.locator("summary").click()
    page.get_by_label("Kind of flag").select_option("receive_service")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("details[open]")).to_be_visible()


def record(page: Page, url: str, bot: ScriptBot) -> None:
    full_list(page, url, bot)
    page.locator("table a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Conversation")


def looked(page: Page, url: str, bot: ScriptBot) -> None:
    """The adult's list, after a practitioner read it and wrote to them."""
    message_form(page, url, bot)
    page.locator("#text").fill("We will call you on Monday.")
    page.get_by_role("button", name="Send").click()
    page.goto(f"{url}/looked/list")
    expect(page.get_by_text("A worker at the council: looked at my words, wrote")).to_be_visible()


def record_with_cards(page: Page, url: str, bot: ScriptBot) -> None:
    cards(page, url, bot)
    empty_list(page, url, bot)
    page.locator("table a").first.click()
    expect(page.get_by_text("My own money")).to_be_visible()


def timeline(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Who looked at this").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who looked")


def at_flag(page: Page, url: str, bot: ScriptBot, link: str) -> None:
    record(page, url, bot)
    page.locator("[data-part=flag]").get_by_text(link).first.click()
    expect(page.locator("#main form button").last).to_be_visible()


def flag_dismissed(page: Page, url: str, bot: ScriptBot) -> None:
    """Refused for want of a reason."""
    at_flag(page, url, bot, "Dismiss")
    refused(page, "Dismiss the flag")


def flag_asked(page: Page, url: str, bot: ScriptBot) -> None:
    at_flag(page, url, bot, "Ask the person")


def flag_missed(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Add a flag that was missed").first.click()
    refused(page, "Add the flag")


def summary_checked(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Write a summary").first.click()
    page.locator("#summary").fill("To receive a package of care")
    page.get_by_role("button", name="Read my wording first").click()
    found = "Your wording sounds like a service in places"
    expect(page.get_by_role("heading", name=found)).to_be_visible()


def summary_clash(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Write a summary").first.click()
    form = page.url
    page.locator("#summary").fill("To sleep well at night")
    page.get_by_role("button", name="Keep the summary").click()
    page.goto(form)
    page.locator("[name=seen]").evaluate("field => { field.value = '0' }")
    page.locator("#summary").fill("To sleep safely at home")
    page.get_by_role("button", name="Keep the summary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A colleague changed this first")


def message_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Write to them").click()
    refused(page, "Send")


def informed_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Note what they were told").click()
    page.locator("#told_on-month").fill("13")
    refused(page, "Keep this")


def closing_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Close with a review").click()
    page.get_by_label("The review was done").check()
    page.get_by_label("They do not agree with closing").check()
    refused(page, "Close")


def not_a_filter(page: Page, url: str, bot: ScriptBot) -> None:
    empty_list(page, url, bot)
    page.goto(f"{url}/review?state=none")


def review_day(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Change the day of the review").click()
    page.locator("#review_due-month").fill("13")
    refused(page, "Keep this day")


def export_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Take a copy").click()
    refused(page, "Get the file")


def override_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Record an override").click()
    refused(page, "Record it")


def flag_report(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.goto(f"{url}/review/flags")


def worked_on(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    work_on(page)
    for summary in page.locator("summary").all():
        summary.click()


def work_on(page: Page) -> None:
    """One of everything that practitioners do about a conversation."""
    here = page.url.partition("#")[0]
    page.get_by_role("button", name="I have seen this").click()
    page.locator("[data-part=flag]").get_by_role("button", name="Accept").click()
    for link, field, text, button in (
        ("Write a summary", "#summary", "To sleep well", "Keep the summary"),
        ("Write to them", "#text", "Can we meet?", "Send"),
    ):
        page.goto(here)
        page.get_by_role("link", name=link).first.click()
        page.locator(field).fill(text)
        page.get_by_role("button", name=button).click()
    page.goto(f"{here}/overrides/new")
    for box in page.get_by_role("textbox").all():
        box.fill("1")
    page.locator("#decided_on-year").fill("2025")
    for label in ("What they said about an enquiry", "A court order", "They were told"):
        page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Record it").click()
    page.goto(f"{here}/closing")
    page.get_by_label("The review was declined").check()
    page.locator("#declined").fill("She is tired.")
    page.get_by_label("They agree with closing").check()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#closing")).to_be_visible()


STATES: tuple[State, ...] = (
    *(sign_in, sign_in_refused, empty_list, full_list, filtered_list, record, worked_on),
    *(looked, record_with_cards, timeline),
    *(flag_dismissed, flag_asked, flag_missed, summary_checked, summary_clash, flag_report),
    *(message_form, informed_form, closing_form, override_form, export_form),
    *(review_day, not_a_filter),
)
