"""States of the pages about one's own account."""

import pyotp
from playwright.sync_api import Page, expect

from tests.web.conftest import PASSWORD
from tests.web.review.states import empty_list
from tests.web.script_bot import ScriptBot
from tests.web.states import State, refused


def codes_set_up(page: Page, url: str, bot: ScriptBot) -> None:
    empty_list(page, url, bot)
    page.goto(f"{url}/review/account/codes")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Set up codes")


def codes_without_the_password(page: Page, url: str, bot: ScriptBot) -> None:
    codes_set_up(page, url, bot)
    refused(page, "Turn codes on")


def recovery_codes(page: Page, url: str, bot: ScriptBot) -> None:
    codes_set_up(page, url, bot)
    secret = page.locator("p.app-words").inner_text().replace(" ", "")
    page.locator("#password").fill(PASSWORD)
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
    refused(page, "Sign in")


def account(page: Page, url: str, bot: ScriptBot) -> None:
    recovery_codes(page, url, bot)
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your account")


def password_refused(page: Page, url: str, bot: ScriptBot) -> None:
    empty_list(page, url, bot)
    page.goto(f"{url}/review/account")
    page.get_by_role("link", name="Change your password").click()
    page.get_by_label("The password you have now").fill(PASSWORD)
    page.get_by_label("New password").fill("password1234")
    page.get_by_role("button", name="Change your password").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("too easy to guess")


ACCOUNTS: tuple[State, ...] = (
    *(codes_set_up, codes_without_the_password, recovery_codes),
    *(code_refused, account, password_refused),
)
