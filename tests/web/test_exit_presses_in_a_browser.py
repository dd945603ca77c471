"""Shift three times: each press is seen and heard, and no other use of the key leads away."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.leaving import page
from tests.web.script_bot import ScriptBot
from tests.web.states import begun

__all__ = ["page"]
pytestmark = pytest.mark.browser


def test_each_press_is_counted_where_it_is_seen_and_heard(
    page: Page, address: str, bot: ScriptBot
) -> None:
    begun(page, address, bot)
    page.wait_for_load_state()
    said, lit = page.locator(".app-exit [role=status]"), page.locator(".app-exit__light--on")

    page.keyboard.press("ShiftLeft")
    expect(said).to_have_text("Press Shift 2 more times to exit.")
    expect(lit).to_have_count(1)
    page.keyboard.press("ShiftRight")
    expect(said).to_have_text("Press Shift 1 more time to exit.")
    expect(lit).to_have_count(2)

    expect(said).to_have_text("That was too slow. Press Shift 3 times to exit.", timeout=7000)
    expect(page.locator(".app-exit__lights")).to_be_hidden()
    expect(page.locator("#words")).to_be_visible()


def test_both_shift_keys_held_together_count_twice(
    page: Page, address: str, bot: ScriptBot
) -> None:
    begun(page, address, bot)
    page.wait_for_load_state()

    for press in (page.keyboard.down, page.keyboard.up):
        press("ShiftLeft")
        press("ShiftRight")

    expect(page.locator(".app-exit__light--on")).to_have_count(2)


def test_capital_letters_do_not_exit(page: Page, address: str, bot: ScriptBot) -> None:
    begun(page, address, bot)
    page.locator("#words").focus()

    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")

    assert page.locator("#words").input_value() == "ABCD"
