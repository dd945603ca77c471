"""A practitioner's day on the real stack: who is at risk first, read, decide, write back, plan,
close with a review, and every look in the timeline."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from api.core.clock import utc_now
from tests.databases import Databases
from tests.e2e.browser import a_browser
from tests.stack import Stack
from tests.talker import Talker

pytestmark = [pytest.mark.browser, pytest.mark.rasa]

PASSWORD = "a long enough password"
WISH = "I want a care package so I can see Nina again"
OTHER_WISH = "I want a referral to the day centre"
DANGER = "He is outside the door and he says he will hit me"
LETTER = "Shall we talk on Thursday, at the library?"


@pytest.fixture
def web(stack: Stack, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The stack's site with an empty database of this test's own, and one practitioner."""
    database = {"OWNWORDS_DATABASE_URL": databases.migrated(tmp_path)}
    added = stack.run("user", "add", "amira", "--password-stdin", typed=f"{PASSWORD}\n", **database)
    assert added.returncode == 0, added.stderr
    with stack.another_web(**database) as url:
        yield url


@pytest.fixture
def page() -> Iterator[Page]:
    with a_browser() as browser:
        context = browser.new_context(
            viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
        )
        context.set_default_timeout(10_000)
        yield context.new_page()


def somebody_with_wishes(url: str) -> Talker:
    """A person who says two wishes that name a service, and comes to the end."""
    talker = Talker.begin(url).go_to("outcome")
    talker.say(WISH)
    talker.go_to("more").say(OTHER_WISH)
    talker.go_to("more").say("No, that is all")
    return talker.go_to("topic", "none")


def press(target: Locator) -> None:
    """Use a link or a button as the keyboard does."""
    target.focus()
    target.press("Enter")


def sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/review")
    page.get_by_label("User name").focus()
    page.keyboard.type("amira")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Conversations")


def first_line(page: Page) -> Locator:
    return page.locator("tbody tr").first


def see_to_the_alert(page: Page) -> None:
    """Whoever may be in danger is at the top. Seen, taken on, read: then they are not."""
    expect(first_line(page)).to_contain_text("Now: danger")
    press(first_line(page).get_by_role("link"))
    expect(page.locator("main")).to_contain_text(DANGER)
    press(page.get_by_role("button", name="I have seen this"))
    expect(page.get_by_text("Seen by amira")).to_be_visible()
    press(page.get_by_role("button", name="Take it on"))
    press(page.get_by_role("button", name="I have read this up to here"))
    expect(page.get_by_text("Up to message")).to_be_visible()
    press(page.get_by_role("link", name="All conversations"))
    expect(first_line(page)).to_contain_text("New")


def read_and_decide(page: Page) -> None:
    """Their words beside what was noticed; each flag decided by key."""
    press(first_line(page).get_by_role("link"))
    expect(page.locator(".app-quote").first).to_contain_text("care package")
    press(page.get_by_role("button", name="Turn keys on"))
    page.get_by_text("Keys are on.").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("Accepted by amira")).to_be_visible()
    page.keyboard.press("j")  # on from the one just decided
    page.keyboard.press("d")
    page.get_by_label("It is only background").focus()
    page.keyboard.press("Space")
    press(page.get_by_role("button", name="Dismiss the flag"))
    expect(page.get_by_text("Dismissed by amira")).to_be_visible()
    expect(page.get_by_text("Flags to decide")).to_have_count(0)
    press(page.get_by_role("button", name="I have read this up to here"))
    expect(page.get_by_text("Up to message")).to_be_visible()


def write_back(page: Page) -> None:
    press(page.get_by_role("link", name="Write to them"))
    page.get_by_label("Your message").focus()
    page.keyboard.type(LETTER)
    press(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("They have not answered yet.")).to_be_visible()


def plan(page: Page) -> None:
    """They have answered: that is read, summed up beside their words, and a day is set."""
    page.reload()
    expect(page.get_by_text("There is more since.")).to_be_visible()
    press(page.get_by_role("button", name="I have read this up to here"))
    press(page.get_by_role("link", name="Write a summary").first)
    page.get_by_label("Your summary").fill("To be with Nina again, and sure of it.")
    press(page.get_by_role("button", name="Keep the summary"))
    today = utc_now().date()
    press(page.get_by_role("link", name="Change the day of the review"))
    for part in ("day", "month", "year"):
        page.locator(f"#review_due-{part}").fill(str(getattr(today, part)))
    press(page.get_by_role("button", name="Keep this day"))
    expect(page.get_by_text(f"{today:%d/%m/%Y}", exact=True)).to_be_visible()
    press(page.get_by_role("link", name="All conversations"))
    expect(first_line(page)).to_contain_text("Review due")
    press(first_line(page).get_by_role("link"))


def close_with_a_review(page: Page) -> None:
    press(page.get_by_role("link", name="Close with a review"))
    press(page.get_by_role("button", name="Close"))
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "Choose whether there was a review"
    )
    page.get_by_label("The review was done").check()
    for wish, answer in (("Wish 1", "fully"), ("Wish 2", "changed")):
        page.get_by_label(wish).select_option(answer)
    page.get_by_label("What difference it made").fill("Nina comes on Sundays.")
    page.get_by_label("They agree with closing").check()
    press(page.get_by_role("button", name="Close"))
    expect(page.locator("#closing")).to_be_visible()


def test_a_day_from_who_is_at_risk_to_a_closed_enquiry(web: str, page: Page) -> None:
    person = somebody_with_wishes(web)
    Talker.begin(web).go_to("happened").say(DANGER)
    sign_in(page, web)

    see_to_the_alert(page)
    read_and_decide(page)
    their_words = page.locator(".app-quote").all_inner_texts()
    write_back(page)
    person.come_back()
    assert any(LETTER in message["text"] for message in person.messages)
    person.say("Yes, it is still right")
    plan(page)
    close_with_a_review(page)

    assert page.locator(".app-quote").all_inner_texts() == their_words
    press(page.get_by_role("link", name="Who looked at this"))
    timeline = page.locator("main").inner_text()
    done = (
        *("read it", "accepted a flag", "dismissed a flag", "wrote to the person"),
        *("wrote a summary", "set the day of the review", "closed it"),
    )
    places = [timeline.find(deed) for deed in done]
    assert -1 not in places
    assert places == sorted(places)
