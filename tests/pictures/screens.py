"""The chat on a council's own page, and a kiosk."""

from playwright.sync_api import Page, expect

from tests.pictures.place import Place
from tests.web.states import send, start


def widget(page: Page, place: Place) -> None:
    page.goto(place.council)
    page.get_by_role("button", name="Say it in your own words").click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Start", exact=True).click()
    expect(frame.locator("#words")).to_be_visible()


def kiosk(page: Page, place: Place) -> None:
    page.goto(f"{place.url}/kiosk")


def kiosk_warning(page: Page, place: Place) -> None:
    page.clock.install()
    start(page, place.url, "/kiosk")
    send(page, "Yes, I can talk now")
    page.clock.fast_forward(125_000)
    expect(page.locator("#idle-warning")).to_be_visible()
