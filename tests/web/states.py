"""Every state of the pages for people that a browser test looks at: how to get there, by its name.

The practitioners' are in tests/web/review/states.py.
"""

from collections.abc import Callable

from playwright.sync_api import Page, expect

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


def refused(page: Page, button: str) -> None:
    """Press the button, and wait until the page says what is wrong."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


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
    page.get_by_text("When something does not work").click()


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
    refused(page, "Continue")


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
    page.get_by_text("Your return code", exact=True).click()


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


def looked_first(page: Page, url: str, bot: ScriptBot) -> None:
    readback(page, url, bot)
    page.goto(f"{url}/looked")


def looked_nobody(page: Page, url: str, bot: ScriptBot) -> None:
    looked_first(page, url, bot)
    page.get_by_role("button", name="Show who has looked").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who has looked at my words")


def cards(page: Page, url: str, bot: ScriptBot) -> None:
    """All the cards, one of them sorted a moment ago."""
    card_kept(page, url, bot)
    page.get_by_role("radio", name="Not happy").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your card is saved.")).to_be_visible()


def card(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)
    page.goto(f"{url}/cards/11")


def card_kept(page: Page, url: str, bot: ScriptBot) -> None:
    """A card with what was kept of it, come to from the conversation."""
    start(page, url)
    page.get_by_text("Help, a break, or a person").click()
    page.get_by_role("link", name="Sort cards instead of writing").click()
    page.get_by_role("link", name="Being in charge of my life").click()
    page.locator("#face-happy").check()
    page.locator("#words").fill("My own money, and my own front door key")
    page.get_by_role("button", name="Save and show").click()
    expect(page.get_by_text("Your card is saved.")).to_be_visible()
    page.goto(f"{url}/cards/7")


def card_refused(page: Page, url: str, bot: ScriptBot) -> None:
    card(page, url, bot)
    page.locator("#words").fill("a word " * 3_000)
    refused(page, "Save")


def card_easy(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)
    choose(page, url, "text-4", "contrast-high", "easy-on")
    page.goto(f"{url}/cards/11")
    expect(page.get_by_text("How is it for you?")).to_be_visible()


def keep_cards(page: Page, url: str, bot: ScriptBot) -> None:
    cards(page, url, bot)
    page.goto(f"{url}/keep/page")


def widget_cards(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url, "/widget")
    page.goto(f"{url}/widget/cards")


def device(page: Page, url: str, bot: ScriptBot) -> None:
    start(page, url)
    page.goto(f"{url}/device")


def own_device(page: Page, url: str, bot: ScriptBot) -> None:
    """On a device of one's own: what the box says, and the return code."""
    page.goto(url)
    page.locator("#device-own").check()
    page.get_by_role("button", name="Start").click()
    page.get_by_text("Your return code", exact=True).click()


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


def unsent(page: Page, url: str, bot: ScriptBot, path: str = "/") -> None:
    """The session is over, and there is no script: the words come back on a page of their own."""
    start(page, url, path)
    page.locator("#words").fill("what I had to say")
    page.context.clear_cookies()
    page.evaluate("document.querySelector('#words').form.submit()")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your words were not sent")
    expect(page.locator("#words")).to_have_value("what I had to say")


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


State = Callable[[Page, str, ScriptBot], None]
STATES: tuple[State, ...] = (
    *(first_page, kiosk, safe_online, come_back, unknown_code, begun, opened, asked, readback),
    *(safe_online_under_way, widget, widget_safe_online, widget_readback, widget_no_cookies),
    *(device, own_device, comfort, biggest_easy, soft_calm, always_dark, keep_first, keep),
    *(looked_first, looked_nobody),
    *(cards, card, card_kept, card_refused, card_easy, keep_cards, widget_cards),
    *(danger, empty, waiting, unsent, closed, erase, erased, not_found),
)
