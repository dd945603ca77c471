"""Every state of the pages that a browser test looks at: how to get there, by its name."""

from collections.abc import Callable

import pyotp
from playwright.sync_api import Page, expect

from tests.web.conftest import PASSWORD
from tests.web.script_bot import ScriptBot

SERVICE_WISH = "I want a care package so that I can sleep at night"
RISK = "he is here, I am in danger"


def start(page: Page, url: str, path: str = "/") -> None:
    page.goto(url + path)
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#words")).to_be_visible()


def send(page: Page, text: str = "") -> None:
    """Write and send, and wait for an answer or an error, with scripts or without."""
    before = int(page.locator("#transcript").get_attribute("data-last") or 0)
    if text:
        page.locator("#words").fill(text)
    page.get_by_role("button", name="Send").click()
    answered = (
        "before => document.querySelector('.govuk-error-summary')"
        " || Number(document.querySelector('#transcript')?.dataset.last) > before + 1"
    )
    page.wait_for_function(answered, arg=before)


def first_page(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(url)


def kiosk(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/kiosk")


def safe_online(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/safe-online")


def safe_online_under_way(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)
    page.goto(f"{url}/safe-online")


def widget(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/widget")


def widget_safe_online(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/widget/safe-online")


def widget_readback(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url, "/widget")
    send(page, "Yes, I can talk now")
    send(page, SERVICE_WISH)


def widget_no_cookies(page: Page, url: str, bot: ScriptBot) -> None:
    widget(page, url, bot)
    page.context.clear_cookies()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("does not work")


def come_back(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/come-back")


def unknown_code(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/come-back")
    page.get_by_label("Your return code").fill("not a code")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def comfort(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/comfort")


def choose(page: Page, url: str, *choices: str) -> None:
    """Choose on the Comfort page, by the ids of its radios."""
    page.goto(f"{url}/comfort")
    for choice in choices:
        page.locator(f"#{choice}").check()
    page.get_by_role("button", name="Use these").click()


def biggest_easy(page: Page, url: str, bot: ScriptBot) -> None:
    """The biggest words, in black on white, with pictures that came with the page and later."""
    choose(page, url, "text-4", "contrast-high", "easy-on")
    bot.easy = True
    start(page, url)
    send(page, "picture")


def soft_calm(page: Page, url: str, bot: ScriptBot) -> None:
    choose(page, url, "contrast-low", "calm-on")
    readback(page, url, bot)
    page.get_by_text("Your return code").click()


def always_dark(page: Page, url: str, bot: ScriptBot) -> None:
    choose(page, url, "contrast-dark")
    danger(page, url, bot)


def keep_first(page: Page, url: str, bot: ScriptBot) -> None:
    readback(page, url, bot)
    page.goto(f"{url}/keep")


def keep(page: Page, url: str, bot: ScriptBot) -> None:
    keep_first(page, url, bot)
    page.get_by_role("button", name="Show my words").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What I said")


def begun(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)


def opened(page: Page, url: str, bot: ScriptBot) -> None:
    """Everything that can be folded out, folded out."""
    start(page, url)
    for summary in page.locator("summary").all():
        summary.click()


def asked(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)
    send(page, "Yes, I can talk now")


def readback(page: Page, url: str, bot: ScriptBot) -> None:
    asked(page, url, bot)
    send(page, SERVICE_WISH)


def danger(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)
    send(page, RISK)


def empty(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)
    send(page)


def waiting(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)
    bot.away = True
    send(page, "are you there")


def closed(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)
    page.get_by_label("No, not now").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(f"{url}/closed")


def erase(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)
    page.goto(f"{url}/erase")


def erased(page: Page, url: str, bot: ScriptBot) -> None:
    erase(page, url, bot)
    page.get_by_role("button", name="Erase my words").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("erased")


def not_found(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/nothing-here")


def sign_in(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/review")


def sign_in_refused(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/review/sign-in")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def empty_list(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/review/sign-in")
    page.get_by_label("User name").fill("sam")
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


def codes_set_up(page: Page, url: str, bot: ScriptBot) -> None:
    empty_list(page, url, bot)
    page.goto(f"{url}/review/account/codes")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Set up codes")


def recovery_codes(page: Page, url: str, bot: ScriptBot) -> None:
    codes_set_up(page, url, bot)
    secret = page.locator("p.app-words").inner_text().replace(" ", "")
    page.locator("#code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Turn codes on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your recovery codes")


def code_refused(page: Page, url: str, bot: ScriptBot) -> None:
    recovery_codes(page, url, bot)
    page.goto(f"{url}/review")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("User name").fill("sam")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def account(page: Page, url: str, bot: ScriptBot) -> None:
    recovery_codes(page, url, bot)
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your account")


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
    page.get_by_role("button", name="Dismiss the flag").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def flag_asked(page: Page, url: str, bot: ScriptBot) -> None:
    at_flag(page, url, bot, "Ask the person")


def flag_missed(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Add a flag that was missed").first.click()
    page.get_by_role("button", name="Add the flag").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def summary_checked(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Write a summary").first.click()
    page.locator("#summary").fill("To receive a package of care")
    page.get_by_role("button", name="Read my wording first").click()
    expect(page.locator("#checked")).to_be_visible()


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
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def informed_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Note what they were told").click()
    page.locator("#told_on-month").fill("13")
    page.get_by_role("button", name="Keep this").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def closing_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Close with a review").click()
    page.get_by_label("The review was done").check()
    page.get_by_label("They do not agree with closing").check()
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def override_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Record an override").click()
    page.get_by_role("button", name="Record it").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def flag_report(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.goto(f"{url}/review/flags")


def worked_on(page: Page, url: str, bot: ScriptBot) -> None:
    """A conversation with one of everything that practitioners do."""
    record(page, url, bot)
    here = page.url
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
    for summary in page.locator("summary").all():
        summary.click()


State = Callable[[Page, str, ScriptBot], None]
STATES: tuple[State, ...] = (
    *(first_page, kiosk, safe_online, come_back, unknown_code, begun, opened, asked, readback),
    *(safe_online_under_way, widget, widget_safe_online, widget_readback, widget_no_cookies),
    *(comfort, biggest_easy, soft_calm, always_dark, keep_first, keep),
    *(danger, empty, waiting, closed, erase, erased, not_found),
    *(sign_in, sign_in_refused, empty_list, full_list, filtered_list, record, worked_on),
    *(codes_set_up, recovery_codes, code_refused, account, timeline),
    *(flag_dismissed, flag_asked, flag_missed, summary_checked, summary_clash, flag_report),
    *(message_form, informed_form, closing_form, override_form),
)
