"""The widget on another site's page, with a strict policy on both sides, in a real browser."""

import os
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.settings import get_settings
from tests.until import until
from tests.web.council import Council
from tests.web.script_bot import ScriptBot
from tests.web.test_axe import violations
from tests.web.widget_page import chromium, council, inside, launcher, opened, page, panel, talking

__all__ = ["chromium", "council", "page"]
pytestmark = pytest.mark.browser

SHOTS = os.environ.get("OWNWORDS_SHOTS")
FOCUSED = """() => [document.activeElement?.id,
    document.activeElement?.shadowRoot?.activeElement?.className]"""


def found(page: Page) -> list[tuple[str, str]]:
    return [(v["id"], n["html"]) for v in violations(page) for n in v["nodes"]]


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_the_whole_way_in_a_frame_of_another_site(page: Page, council: Council) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    frame = talking(page)

    expect(frame.locator("#transcript")).to_contain_text("You said: “I want a care package”")
    assert complaints == []
    names = {c["name"]: c for c in page.context.cookies()}
    assert set(names) == {"framed_ow_chat", "framed_ow_code", "framed_tried"}
    assert all(c["secure"] and c["httpOnly"] for c in names.values())
    assert all(c.get("partitionKey") for c in names.values())
    shoot(page, "widget talking")


def test_until_it_is_opened_nothing_is_asked_for_but_the_script(
    page: Page, council: Council
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.reload()
    expect(launcher(page)).to_be_visible()

    assert asked == [f"{council.origin}/", f"{council.chat}/widget.js"]


def test_the_launcher_is_a_real_button_and_says_whether_it_is_open(page: Page) -> None:
    button = launcher(page)
    assert button.evaluate("e => [e.tagName, e.type]") == ["BUTTON", "button"]
    expect(button).to_have_attribute("aria-expanded", "false")

    button.focus()
    page.keyboard.press("Enter")

    expect(button).to_have_attribute("aria-expanded", "true")
    expect(panel(page)).to_be_focused()


def test_by_keyboard_through_the_frame_and_out_again(page: Page) -> None:
    page.evaluate("""() => document.body.insertAdjacentElement(
        'beforeend', Object.assign(document.createElement('button'), { id: 'after' }))""")
    opened(page)

    assert tab_to(page, "Tab", "after")
    assert tab_to(page, "Shift+Tab", "launcher")


def tab_to(page: Page, key: str, name: str) -> bool:
    """Press a key until focus is there, 30 times at most; each time once focus has moved, as
    somebody at a keyboard does. Between a page and a frame of another site that takes its time."""
    for _ in range(30):
        before = focused(page)
        page.keyboard.press(key)
        until(partial(moved, page, before))
        if name in page.evaluate(FOCUSED):
            return True
    return False


def moved(page: Page, before: list[object]) -> bool:
    return focused(page) != before


def focused(page: Page) -> list[object]:
    """What has focus, in the page, in the widget's own tree and in its frame."""
    around = """() => [document.activeElement?.outerHTML,
        document.activeElement?.shadowRoot?.activeElement?.outerHTML]"""
    within = "() => [document.hasFocus(), document.activeElement?.outerHTML]"
    return [page.evaluate(around), page.frames[-1].evaluate(within)]


@pytest.mark.parametrize("where", ["the panel", "the frame", "the page"])
def test_escape_closes_and_focus_goes_back(page: Page, where: str) -> None:
    frame = talking(page, "half a")
    frame.locator("#words").fill("not finished")
    if where == "the panel":
        page.get_by_role("button", name="Close").focus()
    elif where == "the page":
        page.locator("#first").focus()

    page.keyboard.press("Escape")

    expect(panel(page)).to_be_hidden()
    if where == "the page":  # nobody is taken away from where they are
        expect(page.locator("#first")).to_be_focused()
    else:
        expect(launcher(page)).to_be_focused()
    launcher(page).click()
    expect(inside(page).locator("#words")).to_have_value("not finished")


def test_a_conversation_is_there_again_after_a_reload(page: Page) -> None:
    talking(page)
    page.reload()
    launcher(page).click()

    expect(inside(page).locator("#transcript")).to_contain_text("I want a care package")


@pytest.mark.parametrize("size", [(320, 256), (320, 640), (390, 844), (1280, 900)])
def test_it_fits_and_everything_can_be_pressed(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    shoot(page, f"widget closed {size[0]}x{size[1]}")
    opened(page)
    page.wait_for_timeout(200 if SHOTS else 0)
    shoot(page, f"widget open {size[0]}x{size[1]}")

    for part in (page.get_by_role("button", name="Close"), page.get_by_role("link", name="Open")):
        box = part.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert 0 <= box["y"] <= size[1] - box["height"]
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    assert inside(page).locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_around_the_frame(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    closed = found(page)
    opened(page)
    shoot(page, f"widget open {scheme}")

    assert closed + found(page) == []


def test_a_site_that_is_not_named_cannot_show_the_chat(
    page: Page, council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_WIDGET_ORIGINS", '["https://www.council.example"]')
    get_settings.cache_clear()

    launcher(page).click()

    page.wait_for_timeout(1000)
    assert inside(page).get_by_role("button", name="Start", exact=True).count() == 0
    expect(page.get_by_role("link", name="Open in its own page")).to_be_visible()


def test_where_no_cookie_is_kept_the_way_on_opens_a_page_of_its_own(
    page: Page, council: Council, bot: ScriptBot
) -> None:
    frame = opened(page)
    page.context.clear_cookies()
    frame.get_by_role("button", name="Start", exact=True).click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("This does not work in this box")
    shoot(page, "widget no cookies")

    with page.context.expect_page() as other:
        frame.get_by_role("link", name="Open in its own page").click()

    expect(other.value.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert other.value.url == f"{council.chat}/"
    assert other.value.evaluate("window.opener") is None


def test_without_scripts_the_page_has_a_plain_link(chromium: Browser, council: Council) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(council.origin)

    page.get_by_role("link", name="Say it in your own words").click()

    assert page.get_by_role("button", name="Start", exact=True).is_visible()
    context.close()


def test_a_site_may_choose_its_words_and_its_side(page: Page, council: Council) -> None:
    council.more = ' data-label="Talk to us" data-name="Adult safeguarding" data-side="left"'
    page.reload()

    page.get_by_role("button", name="Talk to us").click()

    expect(page.get_by_role("dialog", name="Adult safeguarding")).to_be_visible()
    box = page.get_by_role("button", name="Talk to us").bounding_box()
    assert box is not None
    assert box["x"] < 100


def test_the_same_script_twice_is_one_button(page: Page, council: Council) -> None:
    council.more = f'></script><script src="{council.chat}/widget.js" defer'
    page.reload()

    expect(launcher(page)).to_have_count(1)


def test_the_demo_page_shows_it_as_another_site_would(
    page: Page, council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_WIDGET_DEMO", "true")
    get_settings.cache_clear()
    page.goto(f"{council.chat}/widget-demo")

    assert found(page) == []
    talking(page)
    shoot(page, "widget demo")

    assert found(page) == []
