"""What one person leaves at a kiosk for the next, or for whoever takes the disk: nothing."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.chat import service
from tests.e2e.browser import a_profile
from tests.web.states import refused, send, start
from tests.web.test_faults import failing

pytestmark = pytest.mark.browser

CANARY = "quokkapuddle at nineteen minutes past"
HALF = "wombatlantern half written"
CONTROL = "numbatvisible"
CODE_PAGES = (("come-back", "#return-code", "Continue"), ("code", "#code", "Start with this code"))


def forms_of(phrase: str) -> list[bytes]:
    """Return the phrase as a file could hold it: in base64 at each of the three places where a
    group of it can begin."""
    plain, wide = phrase.encode(), phrase.encode("utf-16-le")
    shifted = (base64.b64encode(b"x" * n + text)[4:-4] for text in (plain, wide) for n in range(3))
    url = phrase.replace(" ", "+").encode()
    return [plain, wide, url, phrase.replace(" ", "%20").encode(), *shifted]


def holding(folder: Path, phrase: str) -> list[str]:
    """Return the files below the folder that hold the phrase, in any form."""
    forms = forms_of(phrase)
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(files) > 20, "this is no profile"
    return [
        str(path.relative_to(folder))
        for path in files
        if any(form in content for content in [path.read_bytes()] for form in forms)
    ]


def test_the_search_finds_a_phrase_in_every_form(tmp_path: Path) -> None:
    for number in range(21):
        (tmp_path / f"empty{number}").write_bytes(b"nothing")
    for before in range(3):
        text = b"x" * before + CANARY.encode()
        (tmp_path / f"b{before}").write_bytes(base64.b64encode(text + b"after"))
    (tmp_path / "wide").write_bytes(CANARY.encode("utf-16-le"))
    (tmp_path / "plain").write_bytes(CANARY.encode())

    assert sorted(holding(tmp_path, CANARY)) == ["b0", "b1", "b2", "plain", "wide"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("way", ["exit", "left alone"])
def test_nothing_of_a_wiped_conversation_is_in_the_profile_on_the_disk(
    tmp_path: Path, address: str, scripts: bool, way: str
) -> None:
    with a_profile(tmp_path, scripts=scripts) as page:
        page.goto(f"{address}/kiosk/nothing?{CONTROL}")
        start(page, address, "/kiosk")
        send(page, CANARY)
        page.locator("#words").fill(HALF)
        if not scripts:
            page.get_by_role("button", name="Skip this question").click()  # sent with what is half
            expect(page.locator("#words")).to_have_value(HALF)
        wipe(page, address, way)

    assert holding(tmp_path, CONTROL), "the profile was not written, so this would find nothing"
    assert holding(tmp_path, CANARY) == []
    assert holding(tmp_path, HALF) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_nothing_of_what_was_refused_is_in_the_profile_on_the_disk(
    tmp_path: Path, address: str, scripts: bool
) -> None:
    """Two codes, a card and a message: each was posted, and is shown again."""
    with a_profile(tmp_path, scripts=scripts) as page:
        page.goto(f"{address}/kiosk/come-back?{CONTROL}")
        for path, field, button in CODE_PAGES:
            page.goto(f"{address}/kiosk/{path}")
            page.locator(field).fill(CANARY)
            refused(page, button)
            expect(page.locator(field)).to_have_value(CANARY)
        start(page, address, "/kiosk")
        page.goto(f"{address}/kiosk/cards/1")
        refused_as_too_long(page, "Save")
        page.goto(f"{address}/kiosk/chat")
        refused_as_too_long(page, "Send")
        wipe(page, address, "left alone")

    assert holding(tmp_path, CONTROL), "the profile was not written, so this would find nothing"
    assert holding(tmp_path, CANARY) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_nothing_of_what_could_not_be_taken_at_all_is_in_the_profile_on_the_disk(
    tmp_path: Path, address: str, scripts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screen's own code, codes that are no codes, and words while the record is down."""
    with a_profile(tmp_path, scripts=scripts) as page:
        page.goto(f"{address}/kiosk/set-up?{CONTROL}")
        page.locator("#code").fill(CANARY)
        refused(page, "Set up")
        expect(page.locator("#code")).to_have_value(CANARY)
        for path, field, button in CODE_PAGES:
            page.goto(f"{address}/kiosk/{path}")
            page.locator(field).fill(f"{CANARY} " * 40)
            page.get_by_role("button", name=button).click()
            expect(page.locator(field)).to_have_value(f"{CANARY} " * 40)
        start(page, address, "/kiosk")
        monkeypatch.setattr(service, "take", failing)
        page.locator("#words").fill(f"{CANARY} " * 300)
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator(".govuk-error-message")).to_be_visible()
        assert page.locator("#words").input_value() == f"{CANARY} " * 300
        wipe(page, address, "exit")

    assert holding(tmp_path, CONTROL), "the profile was not written, so this would find nothing"
    assert holding(tmp_path, CANARY) == []


def refused_as_too_long(page: Page, button: str) -> None:
    """Send what is too long, and find it in the box again."""
    page.locator("#words").fill(f"{CANARY} " * 600)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("That is too long")
    assert CANARY in page.locator("#words").input_value()


def wipe(page: Page, address: str, way: str) -> None:
    if way == "exit":
        page.locator(".app-exit button").click()
    else:
        page.goto(f"{address}/kiosk/still-here")  # as the plain clock does
        page.goto(f"{address}/kiosk?closed")
    page.wait_for_url(f"{address}/kiosk*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome")


ADDRESSES = (
    *("/kiosk/chat", "/kiosk/updates", "/kiosk/keep/page", "/kiosk/erase", "/kiosk/bell"),
    *("/kiosk/comfort", "/kiosk/come-back", "/kiosk/safe-online", "/", "/updates", "/keep/page"),
    *("/kiosk/cards", "/kiosk/cards/1", "/kiosk/code"),
)
KEPT = """async () => [localStorage.length, sessionStorage.length, document.cookie,
    (await caches.keys()).length, (await indexedDB.databases()).length,
    (await navigator.serviceWorker.getRegistrations()).length]"""


def test_twenty_people_in_a_row_see_nothing_of_each_other(chromium: Browser, address: str) -> None:
    """Every address is looked at after each way of leaving, and after the last; the page, and what
    is behind it, after everybody."""
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    before: list[str] = []  # words, codes and tokens of everybody who was here

    for number in range(20):
        page.goto(f"{address}/kiosk")
        assert seen(page, address, before, ADDRESSES if number in (1, 2, 3) else ()) == []
        page.get_by_role("button", name="Start").click()
        expect(page.locator("#words")).to_be_visible()
        assert in_any(before, [page.content()]) == []
        words = f"words of person {number} alone"
        send(page, words)
        before += [words, page.locator("#your-code").text_content() or "no code"]
        before += [c["value"] for c in context.cookies() if c["name"] in ("ow_chat", "ow_code")]
        leave(page, address, number)
        assert page.evaluate(KEPT) == [0, 0, "", 0, 0, 0]
        assert context.cookies() == []

    assert len(set(before)) == 80
    assert seen(page, address, before, ADDRESSES) == []
    context.close()


def leave(page: Page, address: str, number: int) -> None:
    """Exit, be left alone, or be followed by somebody who opens the first page."""
    if number % 3 == 0:
        page.locator(".app-exit button").click()
    elif number % 3 == 1:
        page.evaluate("document.dispatchEvent(new CustomEvent('exit', {detail: '/kiosk?closed'}))")
    else:
        page.goto(f"{address}/kiosk")
    page.wait_for_url(f"{address}/kiosk*")
    page.wait_for_load_state()


def seen(page: Page, address: str, before: list[str], addresses: tuple[str, ...]) -> list[str]:
    """Return what of others can be found: on the page, behind the back button, at addresses."""
    shown = [page.content()]
    shown += [page.request.get(address + path).text() for path in addresses]
    page.go_back()
    shown.append(page.content())
    page.goto(f"{address}/kiosk")
    return in_any(before, shown)


def in_any(phrases: list[str], texts: list[str]) -> list[str]:
    return [phrase for phrase in phrases if any(phrase in text for text in texts)]
