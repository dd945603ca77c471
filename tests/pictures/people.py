"""The pages of the adult: what somebody might say, to the real bot."""

from playwright.sync_api import Page, expect

from tests.e2e.browser import Reader
from tests.pictures.place import Place
from tests.web.states import choose

DANGER = "He is outside the door now and I am frightened"
TALKED = (
    "Yes, I can talk now",
    "It is about me",
    "My nephew has my bank card and he gets angry",
    "Worn out",
    "My garden, and Sunday lunch with my sister",
)
WISH = "I want my own money in my own purse"
TO_THE_END = (
    *(WISH, "Yes, that is right", "It matters most", "No, that is all"),
    *("Skip this question",) * 4,
)


def begun(page: Page, place: Place) -> Reader:
    reader = Reader(page, place.url)
    reader.begin()
    return reader


def first_page(page: Page, place: Place) -> None:
    page.goto(place.url)


def question(page: Page, place: Place) -> None:
    begun(page, place).say_all(*TALKED)


def easy(page: Page, place: Place) -> None:
    choose(page, place.url, "easy-on", "text-2")
    begun(page, place).say_all(*TALKED[:3])


def summary(page: Page, place: Place) -> None:
    reader = begun(page, place)
    reader.say_all(*TALKED, *TO_THE_END[:4])
    while not page.get_by_role("radio", name="Yes, it is right").count():
        reader.say("Skip this question")


def safety(page: Page, place: Place) -> None:
    begun(page, place).say_all(*TALKED[:2], DANGER)


def about_exit(page: Page, place: Place) -> None:
    page.goto(f"{place.url}/safe-online")


def resume(page: Page, place: Place) -> None:
    page.goto(f"{place.url}/come-back")


def comfort(page: Page, place: Place) -> None:
    page.goto(f"{place.url}/comfort")


def cards(page: Page, place: Place) -> None:
    begun(page, place)
    for number, face in ((3, "not_happy"), (7, "happy")):
        card(page, place, number, face)
        page.get_by_role("button", name="Save and show").click()
        expect(page.get_by_text("Your card is saved.")).to_be_visible()
    page.goto(f"{place.url}/cards")


def card(page: Page, place: Place, number: int = 1, face: str = "not_happy") -> None:
    if not page.url.startswith(place.url):
        begun(page, place)
    page.goto(f"{place.url}/cards/{number}")
    page.locator(f"#face-{face}").check()


def keep(page: Page, place: Place) -> None:
    summary(page, place)
    page.goto(f"{place.url}/keep/page")
