"""Pages turn round for a language that is read from right to left."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web.real_words import WORDS, RealWords
from tests.web.test_axe import LOOKS, dress, shoot, too_wide, violations

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("_languages")]


@pytest.fixture
def bot() -> RealWords:
    return RealWords()


def first_page(page: Page, url: str) -> None:
    page.goto(url)


def comfort(page: Page, url: str) -> None:
    page.goto(f"{url}/comfort")


def conversation(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("form[action='/start'] button").click()
    page.locator("#words").fill(WORDS)
    page.locator(".app-answer__send").click()
    page.locator("#choice-1").check()


def keep(page: Page, url: str) -> None:
    conversation(page, url)
    page.goto(f"{url}/keep/page")


@pytest.mark.parametrize("state", [first_page, comfort, conversation, keep])
def test_pages_turn_round_for_a_language_read_from_right_to_left(
    chromium: Browser, address: str, state: Any
) -> None:
    context = chromium.new_context(**LOOKS["desktop"], reduced_motion="reduce", locale="ar-XB")
    page = context.new_page()
    state(page, address)

    found: dict[str, list[Any]] = {}
    for look in ("desktop", "zoomed"):
        dress(page, LOOKS[look])
        shoot(page, f"rtl {state.__name__} {look}")
        found[look] = [(v["id"], v["nodes"][0]["html"]) for v in violations(page)]
        found[look] += too_wide(page)
    direction = page.evaluate("document.documentElement.dir")
    context.close()

    assert direction == "rtl"
    assert found == {"desktop": [], "zoomed": []}


def test_the_circle_of_a_choice_is_beside_its_words_from_right_to_left(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page(locale="ar-XB")
    page.goto(address)

    right = page.evaluate(
        "getComputedStyle(document.querySelector('.govuk-radios__label'), '::before').right"
    )
    hint = page.evaluate(
        "getComputedStyle(document.querySelector('.govuk-radios__hint')).paddingRight"
    )
    page.close()

    assert float(hint.removesuffix("px")) > 44, "a hint stands beside the circle, not below it"
    # At the right edge, where the input that is pressed lies.
    assert float(right.removesuffix("px")) < 5
