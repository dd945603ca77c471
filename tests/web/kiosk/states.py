"""Every state of a kiosk's pages that a browser test looks at, by how to get there."""

from playwright.sync_api import Page, expect

from tests.web.script_bot import ScriptBot
from tests.web.states import State, refused, send, start, unsent


def talk(page: Page, url: str) -> None:
    start(page, url, "/kiosk")
    send(page, "Yes, I can talk now")


def kiosk_closed(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/kiosk?closed")


def kiosk_set_up(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/kiosk/set-up")


def kiosk_code_refused(page: Page, url: str, bot: ScriptBot) -> None:
    kiosk_set_up(page, url, bot)
    refused(page, "Set up")


def kiosk_talking(page: Page, url: str, bot: ScriptBot) -> None:
    talk(page, url)


def kiosk_bell_page(page: Page, url: str, bot: ScriptBot) -> None:
    page.goto(f"{url}/kiosk/bell")


def kiosk_still_here(page: Page, url: str, bot: ScriptBot) -> None:
    talk(page, url)
    page.goto(f"{url}/kiosk/still-here")


def kiosk_warning(page: Page, url: str, bot: ScriptBot) -> None:
    page.clock.install()
    talk(page, url)
    page.clock.fast_forward(125_000)
    expect(page.locator("#idle-warning")).to_be_visible()


def kiosk_hidden(page: Page, url: str, bot: ScriptBot) -> None:
    talk(page, url)
    page.get_by_role("button", name="Hide my screen").click()


def kiosk_keyboard(page: Page, url: str, bot: ScriptBot) -> None:
    talk(page, url)
    page.get_by_role("button", name="Show a keyboard").click()
    expect(page.locator(".app-keys")).to_be_visible()


def kiosk_offline(page: Page, url: str, bot: ScriptBot) -> None:
    talk(page, url)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.locator(".app-no-network")).to_contain_text("999")


def kiosk_card(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url, "/kiosk")
    page.goto(f"{url}/kiosk/cards/1")
    page.get_by_role("button", name="Show a keyboard").click()
    expect(page.locator(".app-keys")).to_be_visible()


def kiosk_unsent(page: Page, url: str, bot: ScriptBot) -> None:
    unsent(page, url, bot, "/kiosk")
    page.wait_for_url(f"{url}/kiosk/answer")


STATES: tuple[State, ...] = (
    *(kiosk_closed, kiosk_set_up, kiosk_code_refused, kiosk_talking, kiosk_bell_page),
    *(kiosk_still_here, kiosk_warning, kiosk_hidden, kiosk_keyboard, kiosk_offline, kiosk_card),
    kiosk_unsent,
)
