"""What only a browser can tell: where focus is, what is announced, what is seen, what is left
behind."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from api.turn.service import Turns, waiting_conversations
from tests.web.leaving import page
from tests.web.script_bot import HAND_OVER, ScriptBot
from tests.web.states import asked, begun, opened, readback, send, start, unknown_code

__all__ = ["page"]
pytestmark = pytest.mark.browser

# Every text that the announcer is given, in the order in which it is given.
LISTEN = """() => {
  window.heard = []
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) window.heard.push(node.textContent)
    }
  }).observe(document.querySelector('#announcer'), { childList: true })
}"""
FOCUS_SEEN = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect()
  const points = [[box.left + 2, box.top + 2], [box.right - 2, box.top + 2],
    [box.left + 2, box.bottom - 2], [box.right - 2, box.bottom - 2],
    [box.left + box.width / 2, box.top + box.height / 2]]
  const covered = points.filter(([x, y]) => {
    const top = document.elementFromPoint(x, y)
    return !top || !(e.contains(top) || top.contains(e) || top.closest('label')?.control === e)
  })
  const again = e === document.body || window.been.has(e)
  window.been.add(e)
  return {what: e.outerHTML.slice(0, 90), again, covered: again ? [] : covered}
}"""


def test_five_messages_at_once_are_announced_once_each_in_order(
    page: Page, address: str, bot: ScriptBot
) -> None:
    begun(page, address, bot)
    page.evaluate(LISTEN)

    send(page, "five")
    page.wait_for_function("() => window.heard.length >= 5", timeout=1500)
    page.wait_for_timeout(600)

    assert page.evaluate("window.heard") == [
        f"Own Words: Message {n} of five." for n in range(1, 6)
    ]
    assert page.locator("#transcript #announcer").count() == 0


def test_choices_are_announced_with_their_question(
    page: Page, address: str, bot: ScriptBot
) -> None:
    asked(page, address, bot)
    expect(page.locator("#announcer")).to_contain_text("different")
    page.evaluate(LISTEN)

    send(page, "I want peace")
    page.wait_for_function("() => window.heard.length")

    heard = page.evaluate("window.heard")
    assert len(heard) == 1
    assert heard[0].endswith("You can pick: Yes, that is right. No, let me change it.")


def test_a_new_message_moves_no_focus(page: Page, address: str, bot: ScriptBot) -> None:
    begun(page, address, bot)
    words = page.locator("#words")
    words.focus()
    words.fill("yes")
    before = page.url

    page.evaluate("document.querySelector('[data-module=chat]').requestSubmit()")
    expect(page.locator("#new")).to_contain_text("different")

    assert page.evaluate("document.activeElement.id") == "words"
    assert page.url == before
    assert words.input_value() == ""


def test_two_presses_send_once(page: Page, address: str, bot: ScriptBot) -> None:
    begun(page, address, bot)
    page.locator("#words").fill("only once")

    page.get_by_role("button", name="Send").dblclick()
    expect(page.locator("#new")).to_contain_text("different")
    page.wait_for_timeout(300)

    assert page.locator(".app-message--person").count() == 1
    assert page.locator(".govuk-error-summary").count() == 0


def test_the_whole_way_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Start").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#words")).to_be_visible()

    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(page.locator(".app-message--person")).to_contain_text("Yes, I can talk now")


def test_every_tab_stop_is_seen_at_400_per_cent(page: Page, address: str, bot: ScriptBot) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    for state in (readback, opened, unknown_code):
        state(page, address, bot)
        stops(page)
        page.context.clear_cookies()


def stops(page: Page) -> None:
    """Tab through the page from its first stop; each must be seen whole, with nothing in front."""
    page.wait_for_load_state()  # a script that puts focus on an error has done so
    page.evaluate(
        "() => { window.been = new Set(); document.querySelector('.app-skip-exit').focus() }"
    )
    count = 0
    while not (stop := page.evaluate(FOCUS_SEEN))["again"]:
        assert not stop["covered"], stop
        page.keyboard.press("Tab")
        count += 1
    assert count > 5


@pytest.mark.parametrize("width", [320, 1280])
def test_everything_that_is_pressed_is_44_pixels(
    page: Page, address: str, bot: ScriptBot, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, address, bot)

    small = page.evaluate("""() => [...document.querySelectorAll(
        'main a, header a, button, summary, textarea, .govuk-radios__item')].filter((e) => {
      const box = e.getBoundingClientRect()
      return box.width > 2 && box.height && (box.height < 44 || box.width < 44)
    }).map((e) => e.outerHTML.slice(0, 80))""")

    assert small == []


def test_what_cannot_be_sent_stays_in_the_box_and_is_sent_later(
    page: Page, address: str, bot: ScriptBot
) -> None:
    begun(page, address, bot)
    page.route("**/say", lambda route: route.abort())
    send(page, "please keep this")

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.locator("#words").input_value() == "please keep this"
    page.locator(".govuk-error-summary a").click()
    expect(page.locator("#words")).to_be_focused()

    page.unroute("**/say")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".app-message--person")).to_contain_text("please keep this")
    assert page.locator(".govuk-error-summary, #words-error").count() == 0


def test_an_answer_lost_on_the_way_is_not_asked_for_twice(
    page: Page, address: str, bot: ScriptBot
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    begun(page, address, bot)
    page.route("**/say", lose)
    send(page, "yes")
    page.unroute("**/say")

    page.get_by_role("button", name="Send").click()
    expect(page.locator("#new")).to_contain_text("different")

    assert page.locator(".app-message--person").count() == 1


def test_a_help_leaves_what_is_written(page: Page, address: str, bot: ScriptBot) -> None:
    begun(page, address, bot)
    page.locator("#words").fill("not finished")
    page.get_by_text("Help, a break, or a person").click()

    page.get_by_role("button", name="Why do you ask?").click()

    expect(page.locator(".app-message--person")).to_contain_text("Why do you ask?")
    assert page.locator("#words").input_value() == "not finished"


def test_an_answer_that_comes_late_is_shown_and_announced(
    page: Page, address: str, bot: ScriptBot, turns: Turns
) -> None:
    begun(page, address, bot)
    bot.away = True
    send(page, "are you there")
    expect(page.locator("#status")).to_contain_text("Your words are kept")
    expect(page.locator("#announcer")).not_to_be_empty()
    page.evaluate(LISTEN)

    bot.away = False
    for conversation in waiting_conversations(turns.sessions):
        turns.answer_waiting(conversation)

    expect(page.locator("#new")).to_contain_text("different", timeout=8000)
    expect(page.locator("#status")).to_be_empty()
    page.wait_for_function("() => window.heard.length === 1")


def test_nothing_stays_in_the_browser(page: Page, address: str, bot: ScriptBot) -> None:
    readback(page, address, bot)

    kept = page.evaluate("""async () => [localStorage.length, sessionStorage.length,
      (await caches?.keys?.() ?? []).length, document.cookie, document.title]""")

    assert kept == [0, 0, 0, "", "Own Words"]
    assert all(cookie["expires"] == -1 for cookie in page.context.cookies())


def test_two_tabs_show_each_message_once(page: Page, address: str, bot: ScriptBot) -> None:
    begun(page, address, bot)
    other = page.context.new_page()
    other.goto(address)
    send(other, "from the other tab")

    send(page, "from this one")

    said = page.locator(".app-message--person .app-words").all_inner_texts()
    assert said == ["from the other tab", "from this one"]


def test_when_family_take_over_nothing_that_was_said_before_stays_on_any_page(
    page: Page, address: str, bot: ScriptBot
) -> None:
    asked(page, address, bot)
    send(page, "I want to hold my own purse")
    other = page.context.new_page()
    other.goto(address)

    page.locator("#words").fill(HAND_OVER)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#transcript")).to_contain_text("A new start.")
    send(other, "and I have her card")
    expect(other.locator("#transcript")).to_contain_text("and I have her card")

    for tab in (page, other):
        assert "purse" not in tab.content()
        assert tab.get_by_text("Get a new return code").count() == 0


def test_what_is_typed_is_never_read_as_markup(page: Page, address: str, bot: ScriptBot) -> None:
    asked(page, address, bot)

    send(page, "<img src=x onerror=alert(1)> {{ 7*7 }} &amp;")

    expect(page.locator(".app-message--person").last).to_contain_text(
        "<img src=x onerror=alert(1)> {{ 7*7 }} &amp;"
    )
    assert page.locator("#transcript img").count() == 0


def test_no_policy_is_broken_and_nothing_comes_from_elsewhere(
    page: Page, address: str, bot: ScriptBot
) -> None:
    complaints: list[str] = []
    asked_for: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked_for.append(request.url))

    readback(page, address, bot)
    page.goto(f"{address}/docs")
    page.wait_for_selector(".opblock")

    assert complaints == []
    assert [url for url in asked_for if not url.startswith((address, "data:"))] == []


def test_without_scripts_the_same_conversation(
    chromium: Browser, address: str, bot: ScriptBot
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()

    start(page, address)
    for text in ("yes", "I want peace"):
        page.locator("#words").fill(text)
        page.get_by_role("button", name="Send").click()
    page.get_by_label("Yes, that is right").check()
    page.get_by_role("button", name="Send").click()

    said = page.locator(".app-message--person .app-words").all_inner_texts()
    context.close()
    assert said == ["yes", "I want peace", "Yes, that is right"]
