"""The widget on another site's page, with a strict policy on both sides, in a real browser."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from api.settings import get_settings
from api.turn.service import Turns
from tests.e2e.browser import a_browser
from tests.web.council import Council, a_council
from tests.web.script_bot import ScriptBot
from tests.web.test_axe import violations
from web.static import manifest

pytestmark = pytest.mark.browser

AWAY = "https://www.bbc.co.uk/weather"
SHOTS = os.environ.get("OWNWORDS_SHOTS")
FOCUSED = """() => [document.activeElement?.id,
    document.activeElement?.shadowRoot?.activeElement?.className]"""


@pytest.fixture(scope="module", params=["cookies", "others' cookies blocked"])
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """As it comes, and as a browser that blocks the cookies of other sites."""
    blocking = request.param != "cookies"
    with a_browser(*(["--test-third-party-cookie-phaseout"] if blocking else [])) as browser:
        yield browser


@pytest.fixture
def council(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    if "widget.js" not in manifest():
        pytest.skip("the web assets are not built")
    with a_council() as council:
        council.chat = address
        monkeypatch.setenv("OWNWORDS_WIDGET_ORIGINS", f'["{council.origin}"]')
        get_settings.cache_clear()
        yield council
    get_settings.cache_clear()


@pytest.fixture
def page(chromium: Browser, council: Council) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.route(re.compile("^https:"), lambda route: route.fulfill(body="<p>elsewhere</p>"))
    page = context.new_page()
    page.goto(council.origin)
    yield page
    context.close()


def launcher(page: Page) -> Locator:
    return page.get_by_role("button", name="Say it in your own words")


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Own Words")


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def opened(page: Page) -> FrameLocator:
    launcher(page).click()
    frame = inside(page)
    expect(frame.get_by_role("button", name="Start", exact=True)).to_be_visible()
    return frame


def talking(page: Page, words: str = "I want a care package") -> FrameLocator:
    frame = opened(page)
    frame.get_by_role("button", name="Start", exact=True).click()
    for text in ("yes", words):
        frame.locator("#words").fill(text)
        frame.get_by_role("button", name="Send").click()
        expect(frame.locator(".app-message--person").last).to_contain_text(text)
    return frame


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
    """Press a key until focus is there; 30 times at most."""
    for _ in range(30):
        page.keyboard.press(key)
        if name in page.evaluate(FOCUSED):
            return True
    return False


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


@pytest.mark.parametrize("way", ["button", "shift in the frame", "shift on the page"])
def test_exit_blanks_the_whole_page_and_ends_the_session(
    page: Page, turns: Turns, way: str
) -> None:
    frame = talking(page)
    if way == "button":
        frame.locator(".app-exit button").click(no_wait_after=True)
    else:
        (frame.locator("#words") if "frame" in way else page.locator("#first")).focus()
        for _ in range(3):
            page.keyboard.press("ShiftRight")

    page.wait_for_url(AWAY)
    page.go_back()
    expect(launcher(page)).to_be_visible()
    assert inside(page).locator("#transcript").count() == 0
    launcher(page).click()

    expect(inside(page).get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert "care package" not in page.content()


def test_shift_on_the_page_is_counted_only_while_the_chat_is_open(page: Page) -> None:
    said = page.locator("[data-own-words] [role=status]")
    for _ in range(3):
        page.keyboard.press("ShiftLeft")
    expect(launcher(page)).to_be_visible()
    opened(page)
    page.locator("#first").focus()

    page.keyboard.press("ShiftLeft")
    expect(said).to_have_text("Press Shift 2 more times to exit.")
    page.keyboard.press("ShiftRight")
    expect(said).to_have_text("Press Shift 1 more time to exit.")
    page.keyboard.press("a")

    expect(said).to_be_empty()
    expect(launcher(page)).to_be_visible()


@pytest.mark.alone
def test_exit_blanks_the_whole_page_within_a_tenth_of_a_second(
    page: Page, council: Council
) -> None:
    page.context.unroute_all()
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(status=204))
    frame = talking(page)
    page.evaluate("""() => { window.blank = new Promise((done) => {
      new MutationObserver(() => requestAnimationFrame(() => done(
        performance.timeOrigin + performance.now()
      ))).observe(document.documentElement, { attributes: true })
    }) }""")
    pressed = frame.locator("body").evaluate("""() => {
      const at = performance.timeOrigin + performance.now()
      document.querySelector('.app-exit button').click()
      return at
    }""")

    assert page.evaluate("window.blank") - pressed < 100
    assert page.evaluate("getComputedStyle(document.documentElement).display") == "none"
    assert page.evaluate("document.title") == "Loading"


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
