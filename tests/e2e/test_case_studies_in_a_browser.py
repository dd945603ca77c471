"""The two case studies once more, by a person at the page: with JavaScript, and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import Reader, a_browser
from tests.stack import Stack

NO_SERVICES = "We don't want nobody coming in telling us what to do"
HOUSING = "We have been thinking about supported housing"
FRIENDS = "I want to stay friends with Nina"
MONEY = "I want my money to be safe"

pytestmark = [pytest.mark.browser, pytest.mark.rasa]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def reader(request: pytest.FixtureRequest, browser: Browser, stack: Stack) -> Iterator[Reader]:
    context = browser.new_context(java_script_enabled=request.param)
    yield Reader(context.new_page(), stack.url)
    context.close()


def test_the_brothers_refuse_services_and_come_back_on_their_own_terms(reader: Reader) -> None:
    reader.begin()
    return_code = reader.page.locator(".app-code").text_content() or ""

    reader.say_all(
        "Yes, I can talk now",
        "It is about me",
        "Some men took our money.",
        "Skip this question",
        "Each other. Mum and Dad's house.",
        NO_SERVICES,
        "Yes, that is right",
        "It matters most",
        "No, that is all",
    )
    assert f"“{NO_SERVICES}”" in reader.transcript

    come_back(reader, return_code.upper().replace(" ", "-"))
    assert NO_SERVICES in reader.transcript
    reader.say_all("Yes, it is still right", "Say something new that I want", HOUSING)
    assert HOUSING in reader.transcript


def come_back(reader: Reader, return_code: str) -> None:
    reader.page.context.clear_cookies()
    reader.page.goto(f"{reader.url}/come-back")
    reader.page.get_by_label("Your return code").fill(return_code)
    reader.page.get_by_role("button", name="Continue").click()
    expect(reader.page.locator("#transcript")).to_be_visible()


def test_anns_advocate_keeps_both_wishes_with_plan_a_and_plan_b(reader: Reader) -> None:
    reader.begin("/kiosk")

    reader.say_all(
        "Yes, I can talk now",
        "I am their advocate",
        "I am Ann's IMCA",
        "Yes, they are with me",
        "Their own words, as they say them",
        "Skip this question",
        "Skip this question",
        "Nina, and my little dog",
        FRIENDS,
        "Yes, that is right",
        "It matters most",
        "Yes, there is more",
        "Their own words, as they say them",
        MONEY,
        "Yes, that is right",
        "It matters a lot",
        "No, that is all",
        FRIENDS,
        MONEY,
        "Yes, it is right",
    )

    assert "plan A and plan B" in reader.transcript
    assert f"1. “{FRIENDS}”" in reader.transcript
    assert f"2. “{MONEY}”" in reader.transcript
