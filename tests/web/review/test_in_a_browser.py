"""What scripts add for practitioners: keys that are off until wanted, words picked by selecting
them, wording read as it is written."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.review.states import record, worked_on
from tests.web.script_bot import ScriptBot

pytestmark = pytest.mark.browser
FOCUSED_FLAG = "() => document.activeElement?.id.startsWith('flag-')"


@pytest.fixture
def page(chromium: Browser, practitioner: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def turn_keys_on(page: Page) -> None:
    page.get_by_role("button", name="Turn keys on").click()
    expect(page.get_by_text("Keys are on.")).to_be_visible()
    page.wait_for_load_state()


def test_a_key_does_nothing_until_keys_are_turned_on(
    page: Page, address: str, bot: ScriptBot
) -> None:
    record(page, address, bot)
    page.keyboard.press("j")
    assert not page.evaluate(FOCUSED_FLAG)

    turn_keys_on(page)
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED_FLAG)
    page.keyboard.press("a")

    expect(page.get_by_text("Accepted by sam")).to_be_visible()


def test_keys_do_not_act_while_somebody_types(page: Page, address: str, bot: ScriptBot) -> None:
    record(page, address, bot)
    turn_keys_on(page)
    page.evaluate("() => document.querySelector('main').append(document.createElement('input'))")
    page.locator("main > input").focus()

    page.keyboard.press("j")

    assert not page.evaluate(FOCUSED_FLAG)


def test_on_a_wide_page_a_question_and_its_answer_stay_in_one_look(
    page: Page, address: str, bot: ScriptBot
) -> None:
    record(page, address, bot)

    width = "$lines => $lines.getBoundingClientRect().width / 16"
    assert page.locator(".app-transcript").evaluate(width) <= 45


def test_selecting_words_ticks_their_boxes(page: Page, address: str, bot: ScriptBot) -> None:
    record(page, address, bot)
    page.get_by_role("link", name="Add a flag that was missed").first.click()
    expect(page.get_by_text("You can also select the words")).to_be_visible()

    page.evaluate("""() => {
      const text = document.querySelector('#their-words').firstChild
      getSelection().setBaseAndExtent(text, 7, text, 16)  // "a care pa"
    }""")

    for word in ("a", "care", "package"):
        expect(page.get_by_role("checkbox", name=word, exact=True)).to_be_checked()
    assert page.locator("input[type=checkbox]:checked").count() == 3


def test_service_words_are_pointed_out_while_a_summary_is_written(
    page: Page, address: str, bot: ScriptBot
) -> None:
    record(page, address, bot)
    page.get_by_role("link", name="Write a summary").first.click()

    page.locator("#summary").press_sequentially("To receive a package of care")

    noticed = page.get_by_role("status")
    expect(noticed).to_contain_text("To get behind it, ask:")
    page.locator("#summary").fill("To feel safe in my own home again")
    expect(noticed).to_be_empty()


def test_their_words_what_was_noticed_and_the_record_stand_side_by_side_where_there_is_room(
    page: Page, address: str, bot: ScriptBot
) -> None:
    record(page, address, bot)

    def tops() -> list[float]:
        columns = page.locator(".app-trio > div").all()
        return [box["y"] for column in columns if (box := column.bounding_box())]

    wide = tops()
    page.set_viewport_size({"width": 390, "height": 844})
    narrow = tops()

    assert len(set(wide)) == 1
    assert narrow == sorted(set(narrow))
    assert len(narrow) == 3


def test_without_scripts_everything_can_be_done(
    chromium: Browser, address: str, bot: ScriptBot, practitioner: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/")
    page.get_by_role("button", name="Start").click()
    for words in ("yes", "I want a care package so that I can sleep at night"):
        page.locator("#words").fill(words)
        page.get_by_role("button", name="Send").click()
    page.goto(f"{address}/review/sign-in")
    page.get_by_label("User name").fill("sam")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Sign in").click()
    page.locator("table a").first.click()

    page.get_by_role("link", name="Dismiss").click()
    page.get_by_label("They are everyday words").check()
    page.get_by_role("button", name="Dismiss the flag").click()

    expect(page.get_by_text("Dismissed by sam")).to_be_visible()
    context.close()


def test_every_control_of_a_worked_on_record_is_reached_by_keyboard(
    page: Page, address: str, bot: ScriptBot
) -> None:
    worked_on(page, address, bot)
    wanted = page.evaluate("""() => [...document.querySelectorAll(
      'a[href], button, select, input:not([type=hidden]), summary')]
      .filter(e => e.offsetParent).length""")
    page.evaluate("() => document.body.focus()")

    seen = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate("""() => { const e = document.activeElement
          return [...document.querySelectorAll('*')].indexOf(e) + e.tagName }""")
        )

    assert len({one for one in seen if not one.endswith("BODY")}) >= wanted


def test_wording_is_read_as_it_is_written_and_can_be_kept_as_it_is(
    page: Page, address: str, bot: ScriptBot
) -> None:
    record(page, address, bot)
    page.get_by_role("link", name="Write a summary").click()
    said = page.get_by_role("status").filter(has_text="sounds like a service")

    page.locator("#summary").fill("A care package")
    expect(said).to_contain_text("If you had a care package, what would it give you?")
    page.locator("#summary").fill("To sleep well at night")
    expect(said).to_have_count(0)
    page.locator("#summary").fill("A care package")
    page.get_by_role("button", name="Keep the summary").click()

    expect(page.get_by_text("A care package", exact=True)).to_be_visible()
