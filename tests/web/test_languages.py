"""A translator needs no code: every word of a page is in the catalogue, and pages turn round for a
language that is read from right to left."""

from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from tests.web.script_bot import ScriptBot
from tests.web.states import State, biggest_easy, comfort, keep, opened
from tests.web.test_axe import LOOKS, dress, shoot, too_wide, violations
from web.wording import words_in

PAGES = ("/", "/comfort", "/come-back", "/safe-online", "/closed", "/kiosk")
IN_A_CONVERSATION = ("/device", "/erase", "/keep", "/keep/page", "/cards", "/cards/1")


class Shown(HTMLParser):
    """Gather what is seen or heard: texts, labels, alternatives."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.texts += [value or "" for name, value in attrs if name in ("aria-label", "alt")]


# Each of their lines is a row of keys, which the page cuts at its blanks.
ROWS = ("rows", "signs")


def marked(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {n: keys(below) if n in ROWS else marked(below) for n, below in entry.items()}
    if isinstance(entry, list):
        return [marked(below) for below in entry]
    return f"[{entry}]"


def keys(rows: Any) -> Any:
    if not isinstance(rows, list):
        return marked(rows)
    return [" ".join(f"[{key}]" for key in row.split()) for row in rows]


def shown_without_marks(page: str) -> list[str]:
    shown = Shown()
    shown.feed(page)
    texts = (" ".join(text.split()) for text in shown.texts)
    return [text for text in texts if text.strip("“”.,! ") and not text.startswith("[")]


@pytest.mark.parametrize("path", [*PAGES, *IN_A_CONVERSATION])
def test_no_word_of_a_page_is_outside_the_catalogue(
    browser: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if path in IN_A_CONVERSATION:
        browser.post("/start")
    for name, part in list(words_in()._entries.items()):
        monkeypatch.setitem(words_in()._entries, name, marked(part))

    page = browser.get(path)

    assert page.status_code == 200
    assert shown_without_marks(page.text) == []


def test_a_word_outside_the_catalogue_would_be_found() -> None:
    page = '<p>[In it]</p><p>Not in it</p><img alt="[In it]"><a aria-label="Nor this"></a>'

    assert shown_without_marks(page) == ["Not in it", "Nor this"]


@pytest.mark.browser
@pytest.mark.parametrize("state", [opened, comfort, keep, biggest_easy], ids=lambda s: s.__name__)
def test_pages_turn_round_for_a_language_read_from_right_to_left(
    chromium: Browser,
    address: str,
    bot: ScriptBot,
    monkeypatch: pytest.MonkeyPatch,
    state: State,
) -> None:
    monkeypatch.setitem(words_in()._entries["site"], "direction", "rtl")
    context = chromium.new_context(**LOOKS["desktop"], reduced_motion="reduce")
    page = context.new_page()
    state(page, address, bot)

    found: dict[str, list[Any]] = {}
    for look in ("desktop", "zoomed"):
        dress(page, LOOKS[look])
        shoot(page, f"rtl {state.__name__} {look}")
        found[look] = [(v["id"], v["nodes"][0]["html"]) for v in violations(page)]
        found[look] += too_wide(page)
    context.close()

    assert found == {"desktop": [], "zoomed": []}


@pytest.mark.browser
def test_the_circle_of_a_choice_is_beside_its_words_from_right_to_left(
    chromium: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(words_in()._entries["site"], "direction", "rtl")
    page = chromium.new_page()
    page.goto(f"{address}/comfort")

    right = page.evaluate(
        "getComputedStyle(document.querySelector('.govuk-radios__label'), '::before').right"
    )
    page.close()

    # At the right edge, where the input that is pressed lies.
    assert float(right.removesuffix("px")) < 5
