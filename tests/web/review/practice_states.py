"""States of the pages on which practitioners keep the work itself: opinions, weighing, capacity,
conflicts of interest, supporters and households."""

from playwright.sync_api import Page, expect

from tests.web.review.states import record, sign_in_as, work_on
from tests.web.script_bot import ScriptBot
from tests.web.states import State, refused, send, start


def opinion_asked(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("button", name="Accept").first.click()
    page.get_by_role("link", name="Ask for a second opinion").first.click()
    refused(page, "Ask them")


def opinion_waits(page: Page, url: str, bot: ScriptBot) -> None:
    """In the colleague's queue."""
    opinion_asked(page, url, bot)
    page.get_by_label("ada").check()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("sam asked ada for a second opinion")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, url, "ada")


def opinion_given(page: Page, url: str, bot: ScriptBot) -> None:
    opinion_waits(page, url, bot)
    page.get_by_role("link", name="sam asks about a flag").click()
    page.get_by_label("I do not agree").check()
    refused(page, "Keep my opinion")


def weighing_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    weigh_halfway(page)


def weigh_halfway(page: Page) -> None:
    """Refused for want of one column, with service words read as they were written."""
    page.get_by_role("link", name="Weigh it").first.click()
    page.locator("#good").fill("A care package")
    page.locator("#against").fill("He may come back.")
    refused(page, "Keep this")


def weigh(page: Page) -> None:
    weigh_halfway(page)
    page.locator("#person").fill("It is my home and I stay.")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("It is my home and I stay.")).to_be_visible()


def capacity_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    record_capacity_halfway(page)


def record_capacity_halfway(page: Page) -> None:
    """Refused: they could not decide, and little else is said."""
    page.get_by_role("link", name="Record capacity for a decision").click()
    page.get_by_label("They could not decide").check()
    refused(page, "Keep this record")


def record_capacity(page: Page) -> None:
    record_capacity_halfway(page)
    for name in ("about", "support", "evidence", "person", "best_interests"):
        page.locator(f"#{name}").fill("A sentence about it.")
    for name in ("assessed_by", "assessor_role"):
        page.locator(f"#{name}").fill("J Doe")
    for part, value in (("day", "3"), ("month", "2"), ("year", "2025")):
        page.locator(f"#assessed_on-{part}").fill(value)
    page.get_by_label("Weigh it up").check()
    page.get_by_label("A deputy of the court").check()
    page.get_by_role("button", name="Keep this record").click()
    expect(page.get_by_text("They could not decide, on 03/02/2025")).to_be_visible()


def interest_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    name_nobody(page)


def name_nobody(page: Page) -> None:
    page.get_by_role("link", name="Name a conflict of interest").click()
    refused(page, "Close it to them")


def name_interest(page: Page) -> None:
    name_nobody(page)
    page.get_by_label("ada").check()
    page.get_by_label("How are they connected?").fill("His neighbour.")
    page.get_by_role("button", name="Close it to them").click()
    expect(page.get_by_text("ada cannot open this.")).to_be_visible()


def supporter_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    note_nobody(page)


def note_nobody(page: Page) -> None:
    page.get_by_role("link", name="Note somebody who supports them").click()
    page.get_by_label("Do not contact").check()
    refused(page, "Keep this")


def note_supporters(page: Page) -> None:
    """One who must not be contacted, and one who is there no more."""
    note_nobody(page)
    fill_in_supporter(page, "Danny")
    page.get_by_role("link", name="Note somebody who supports them").click()
    fill_in_supporter(page, "Joan")
    page.get_by_role("button", name="They are no longer beside them").last.click()
    page.get_by_text("Earlier (1)").click()


def fill_in_supporter(page: Page, name: str) -> None:
    page.locator("#name").fill(name)
    page.get_by_label("Family", exact=True).check()
    page.locator("#notes").fill("What was agreed.")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text(f"{name}, Family")).to_be_visible()


def household_form(page: Page, url: str, bot: ScriptBot) -> None:
    record(page, url, bot)
    page.get_by_role("link", name="Link somebody who lives with them").click()
    refused(page, "Link them")


def household(page: Page, url: str, bot: ScriptBot) -> None:
    """Two conversations, each linked with the other."""
    start(page, url)
    send(page, "yes")
    page.context.clear_cookies()
    household_form(page, url, bot)
    form = page.url
    page.goto(f"{url}/review")
    others = [link.get_attribute("href") or "" for link in page.locator("table a").all()]
    other = next(link for link in others if link not in form)
    page.goto(form)
    page.locator("#other").fill(other)
    page.get_by_role("button", name="Link them").click()
    expect(page.get_by_text("Linked by sam")).to_be_visible()


def everything(page: Page, url: str, bot: ScriptBot) -> None:
    """A record with all that can stand on it at once: the longest page there is."""
    household(page, url, bot)
    here = page.url.partition("#")[0]
    work_on(page)
    for add in (weigh, record_capacity, name_interest, note_supporters):
        page.goto(here)
        add(page)
    page.goto(here)
    for summary in page.locator("summary").all():
        summary.click()


PRACTICE: tuple[State, ...] = (
    *(opinion_asked, opinion_waits, opinion_given),
    *(weighing_form, capacity_form, interest_form, supporter_form, household_form, everything),
)
