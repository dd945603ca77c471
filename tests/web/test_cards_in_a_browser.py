"""Cards in a real browser: by the keyboard alone, and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.states import start

pytestmark = pytest.mark.browser

SAFE = re.compile("^Being safe")
SMALL = """() => [...document.querySelectorAll('main a, main button, main .govuk-radios__item')]
    .filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 80))"""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_card_is_sorted_by_the_keyboard_alone(chromium: Browser, address: str) -> None:
    page = chromium.new_page(reduced_motion="reduce")
    start(page, address)
    page.goto(f"{address}/cards")

    page.get_by_role("link", name=SAFE).focus()
    press(page, "Enter")
    page.wait_for_url("**/cards/1")
    page.locator("#face-happy").focus()
    press(page, "Space", "ArrowDown", "Tab")
    page.keyboard.type("a lock")
    press(page, "Tab", "Enter")

    card = page.get_by_role("link", name=SAFE)
    expect(card).to_contain_text("Not sure")
    expect(card).to_contain_text("“a lock”")
    page.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_cards_one_after_another_lose_no_answer(
    chromium: Browser, address: str, scripts: bool
) -> None:
    context = chromium.new_context(java_script_enabled=scripts, reduced_motion="reduce")
    page = context.new_page()
    start(page, address)
    page.get_by_text("Help, a break, or a person").click()
    page.get_by_role("link", name="Sort cards instead of writing").click()
    page.get_by_role("link", name=SAFE).click()

    for _ in range(10):
        page.get_by_role("radio", name="Not happy").check()
        page.get_by_role("button", name="Save and show the next card").click()
    page.get_by_role("radio", name="Happy", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".app-cards__card--kept")).to_have_count(11)
    expect(page.get_by_text("Not happy", exact=True)).to_have_count(10)
    context.close()


@pytest.mark.parametrize("path", ["/cards", "/cards/1"])
def test_whatever_is_pressed_is_big_enough(chromium: Browser, address: str, path: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 256}, reduced_motion="reduce")
    start(page, address)
    page.goto(address + path)

    assert page.evaluate(SMALL) == []
    page.close()


def test_what_stood_on_a_card_is_gone_after_exit_and_back(chromium: Browser, address: str) -> None:
    page = chromium.new_page(reduced_motion="reduce")
    start(page, address, "/kiosk")
    page.goto(f"{address}/kiosk/cards/1")
    page.locator("#words").fill("my front door")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“my front door”")).to_be_visible()

    page.locator(".app-exit button").click()
    page.wait_for_url("**/kiosk*")
    page.goto(f"{address}/kiosk/cards")

    expect(page.locator("body")).not_to_contain_text("my front door")
    page.close()
