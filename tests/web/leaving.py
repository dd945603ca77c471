"""Leaving fast, as a person does it, and where it leads."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

AWAY = "https://www.bbc.co.uk/weather"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    context.route(re.compile("^https:"), lambda route: route.fulfill(body="<p>elsewhere</p>"))
    yield context.new_page()
    context.close()


def leave(page: Page, way: str) -> None:
    page.wait_for_load_state()  # the script has run
    if way == "button":
        page.locator(".app-exit button").click(no_wait_after=True)
    elif way == "skip link":
        page.locator(".app-skip-exit").focus()
        page.keyboard.press("Enter")
    else:
        for side in way.split():
            page.keyboard.press(f"Shift{side}")
