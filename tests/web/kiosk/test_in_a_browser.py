"""A kiosk in a real browser: left alone, hidden, with no network, with a keyboard on the screen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from api.chat.deps import CHAT_COOKIE
from api.turn.service import Turns
from tests.web.kiosk.test_plain_clock import is_open
from tests.web.script_bot import ScriptBot
from tests.web.states import send, start

pytestmark = pytest.mark.browser

WISH = "care package"
HALF = "I want to see my"
# What stands in the live region of the warning, as it came.
HEARD = """() => {
  window.heard = []
  const note = (region) => new MutationObserver(() => {
    if (region.textContent) window.heard.push(region.textContent)
  }).observe(region, {childList: true})
  note(document.querySelector('#idle-warning [data-part=said]'))
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


@pytest.fixture
def talking(page: Page, address: str, bot: ScriptBot) -> Page:
    start(page, address, "/kiosk")
    send(page, "Yes, I can talk now")
    send(page, "I want a care package so that I can sleep at night")
    page.locator("#words").fill(HALF)
    return page


def wait(page: Page, seconds: float) -> None:
    """Let time go by on the page's clock, and its every half second happen."""
    page.clock.run_for(int(seconds * 1000))


def warning(page: Page) -> Any:
    return page.locator("#idle-warning")


def token_in(page: Page) -> str:
    return next(c["value"] for c in page.context.cookies() if c["name"] == CHAT_COOKIE)


def test_with_nothing_pressed_it_asks_says_how_long_and_is_wiped(
    talking: Page, address: str, turns: Turns
) -> None:
    token = token_in(talking)
    talking.evaluate(HEARD)

    wait(talking, 121)
    expect(warning(talking)).to_be_visible()
    over = "document.elementFromPoint(640, 450).closest('dialog')?.id"
    assert talking.evaluate(over) == "idle-warning"
    wait(talking, 55)
    heard = talking.evaluate("window.heard")
    wait(talking, 6)

    assert heard == [f"This screen closes in {n} seconds." for n in (60, 30, 10)]
    talking.wait_for_url(f"{address}/kiosk?closed")
    expect(talking.locator("main")).to_contain_text("Nothing was pressed for a while.")
    assert not is_open(turns, token)
    talking.go_back()
    assert WISH not in talking.content()
    assert HALF not in talking.content()
    assert talking.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert [c["name"] for c in talking.context.cookies()] == []


SIGNS = {
    "key": lambda page: page.keyboard.press("ArrowDown"),
    "letter": lambda page: page.keyboard.type("x"),
    "escape": lambda page: page.keyboard.press("Escape"),
    "touch": lambda page: page.mouse.click(600, 700),
    "wheel": lambda page: page.mouse.wheel(0, 100),
    "button": lambda page: page.get_by_role("button", name="I am still here").click(),
    "typing of a device": lambda page: page.evaluate(
        "document.querySelector('#words').dispatchEvent(new Event('input', {bubbles: true}))"
    ),
    "speech": lambda page: page.evaluate("document.dispatchEvent(new Event('activity'))"),
}


@pytest.mark.parametrize("sign", SIGNS)
def test_anything_at_all_keeps_it_open_without_limit(
    talking: Page, address: str, sign: str
) -> None:
    before = talking.locator("#transcript").inner_text()
    for _ in range(3):
        wait(talking, 121)
        expect(warning(talking)).to_be_visible()
        SIGNS[sign](talking)
        wait(talking, 1)
        expect(warning(talking)).to_be_hidden()

    assert talking.url.startswith(f"{address}/kiosk/chat")
    assert talking.locator("#transcript").inner_text() == before, "a press did something beneath"
    assert talking.locator("#words").input_value() == HALF + ("xxx" if sign == "letter" else "")
    expect(talking.locator("#words")).to_be_focused()


def test_somebody_who_writes_is_never_asked(talking: Page) -> None:
    for letter in "slowly":
        wait(talking, 100)
        talking.keyboard.type(letter)

    expect(warning(talking)).to_be_hidden()
    assert talking.locator("#words").input_value() == f"{HALF}slowly"


def test_the_press_that_answers_does_not_send(talking: Page) -> None:
    talking.get_by_role("button", name="Send").focus()
    wait(talking, 121)

    talking.keyboard.press("Enter")
    wait(talking, 1)

    expect(warning(talking)).to_be_hidden()
    assert talking.locator("#words").input_value() == HALF


def test_a_screen_that_slept_is_wiped_at_once(talking: Page, address: str) -> None:
    talking.clock.fast_forward(600_000)

    talking.wait_for_url(f"{address}/kiosk?closed")


def test_the_plain_clock_does_not_run_where_scripts_do(talking: Page, address: str) -> None:
    """Sent at once, the header would lead away within a second."""
    talking.route(
        "**/kiosk/chat",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            headers=answer.headers | {"refresh": "1; url=/kiosk/still-here"},
        ),
    )
    talking.goto(f"{address}/kiosk/chat")
    talking.wait_for_load_state()
    talking.wait_for_timeout(2500)

    assert talking.url == f"{address}/kiosk/chat"


def test_where_the_script_does_not_load_the_plain_clock_runs(talking: Page, address: str) -> None:
    talking.route("**/static/kiosk.*", lambda route: route.abort())
    talking.route(
        "**/kiosk/chat",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            headers=answer.headers | {"refresh": "1; url=/kiosk/still-here"},
        ),
    )
    talking.goto(f"{address}/kiosk/chat")

    talking.wait_for_url(f"{address}/kiosk/still-here")
    assert WISH not in talking.content()


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_the_screen_can_be_hidden_at_a_press_and_shown_again(talking: Page, way: str) -> None:
    cover = talking.locator("#hide-cover")

    def press() -> None:
        if way == "Escape":
            talking.keyboard.press("Escape")
        else:
            name = "Go on" if cover.is_visible() else "Hide my screen"
            talking.get_by_role("button", name=name).click()

    press()
    expect(cover).to_be_visible()
    seen = talking.evaluate(
        "[[5, 5], [640, 450], [1275, 895]].map(([x, y]) => "
        "document.elementFromPoint(x, y).closest('dialog')?.id)"
    )
    assert seen == ["hide-cover"] * 3
    press()
    expect(cover).to_be_hidden()
    assert talking.locator("#words").input_value() == HALF


def test_without_a_network_that_is_said_with_numbers_and_the_words_stay(talking: Page) -> None:
    talking.context.set_offline(True)
    notice = talking.locator(".app-no-network")
    expect(notice).to_contain_text(
        "There is no internet just now. Your words are still in the box."
    )
    expect(notice).to_contain_text("call 999")

    talking.get_by_role("link", name="Comfort").click()
    expect(notice).to_contain_text("That does not work without internet.")
    talking.get_by_role("button", name="Send").click()

    assert HALF in talking.locator("#words").input_value()
    talking.context.set_offline(False)
    expect(notice).to_contain_text("The internet is back.")
    send(talking)
    expect(talking.locator(".app-message--person").last).to_contain_text(HALF)


def test_leaving_without_a_network_shows_our_own_empty_page_and_then_the_first_screen(
    talking: Page, address: str
) -> None:
    talking.context.set_offline(True)

    talking.get_by_role("button", name="Exit this page").last.click()

    expect(talking.locator("h1")).to_have_text("This screen is not working just now")
    assert WISH not in talking.content()
    talking.context.set_offline(False)
    wait(talking, 4)
    talking.wait_for_url(f"{address}/kiosk")


def test_a_keyboard_on_the_screen_writes_where_the_cursor_is(talking: Page) -> None:
    fetched: list[str] = []
    talking.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    talking.locator("#words").fill("")

    talking.get_by_role("button", name="Show a keyboard").click()
    for key in ("capital letters", "H", "i", "space", "m", "delete", "numbers and signs"):
        talking.get_by_role("button", name=key, exact=True).click()
    talking.get_by_role("button", name="question mark").click()

    assert talking.locator("#words").input_value() == "Hi ?"
    assert len([name for name in fetched if name.startswith("keyboard.")]) == 1
    talking.get_by_role("button", name="Hide the keyboard").click()
    expect(talking.locator(".app-keys")).to_have_count(0)


def test_everything_is_reached_and_pressed_by_one_switch(talking: Page) -> None:
    """A switch goes from one thing to the next, and presses: Tab and Enter, nothing else."""
    talking.locator("#words").fill("")
    talking.locator("body").focus()

    def go_to(name: str) -> None:
        for _ in range(150):
            talking.keyboard.press("Tab")
            at = "document.activeElement.ariaLabel ?? document.activeElement.textContent"
            if talking.evaluate(f"({at}).trim()") == name:
                talking.keyboard.press("Enter")
                return
        pytest.fail(f"{name} was never reached")

    for name in ("Show a keyboard", "n", "o", "Send"):
        go_to(name)
        if name == "Show a keyboard":
            expect(talking.locator(".app-keys")).to_be_visible()

    expect(talking.locator(".app-message--person").last).to_contain_text("no")


TOO_SMALL = """() => [...document.querySelectorAll(
      'a, button, summary, input, textarea, .govuk-radios__label')]
    .filter((e) => e.checkVisibility() && !e.closest('.govuk-visually-hidden, [hidden]'))
    .filter((e) => !e.matches('.govuk-skip-link, .app-skip-exit, [type=hidden]'))
    .map((e) => [e.textContent.trim() || e.id, e.getBoundingClientRect()])
    .filter(([, box]) => box.height < 47.9 || box.width < 47.9)
    .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize(
    "path", ["", "/comfort", "/come-back", "/safe-online", "/closed", "/set-up"]
)
def test_what_is_pressed_is_half_an_inch(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/kiosk{path}")

    assert page.evaluate(TOO_SMALL) == []


def test_what_is_pressed_in_a_conversation_is_half_an_inch(talking: Page) -> None:
    for summary in talking.locator("summary").all():
        summary.click()
    talking.get_by_role("button", name="Show a keyboard").click()
    expect(talking.locator(".app-keys")).to_be_visible()

    assert talking.evaluate(TOO_SMALL) == []
