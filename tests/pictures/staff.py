"""The practitioners' pages, on the made-up conversations."""

from playwright.sync_api import Page, expect

from tests.pictures.place import Place


def sign_in(page: Page, place: Place, name: str) -> None:
    page.goto(f"{place.url}/review/sign-in")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(place.passwords[name])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Conversations")


def queue(page: Page, place: Place) -> None:
    sign_in(page, place, "amira")


def record(page: Page, place: Place) -> None:
    queue(page, place)
    page.get_by_role("row").filter(has_text="with service words").locator("a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Conversation")


def figures(page: Page, place: Place) -> None:
    sign_in(page, place, "lena")
    page.get_by_role("link", name="Figures").click()
    expect(page.locator(".app-chart__bar").first).to_be_visible()
