"""Speaking into the box is offered only where the operator allows it, and only there may a page
listen."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from api.settings import get_settings
from web.comfort import COMFORT_COOKIE
from web.guard import HEADERS

CHOICE = 'name="dictation"'
BUTTON = 'data-module="dictation"'
POLICY = "Permissions-Policy"

Allow = Callable[[str], None]


@pytest.fixture
def allow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Allow]:
    """Return a function that sets what the operator allows."""

    def set_to(value: str) -> None:
        monkeypatch.setenv("OWNWORDS_DICTATION", value)
        get_settings.cache_clear()

    yield set_to
    get_settings.cache_clear()


def turned_on(browser: TestClient, base: str = "", device: str = "own") -> TestClient:
    """Begin on a device, and turn it on in Comfort."""
    browser.post(f"{base}/start", data={"device": device})
    browser.post(f"{base}/comfort", data={"dictation": "on"})
    return browser


def test_nobody_is_offered_it_unless_the_operator_says_so(browser: TestClient) -> None:
    turned_on(browser)

    assert browser.cookies[COMFORT_COOKIE].endswith(".on"), "the person asked, as a form can"
    assert CHOICE not in browser.get("/comfort").text
    answer = browser.get("/")
    assert BUTTON not in answer.text
    assert "microphone=()" in answer.headers[POLICY]


@pytest.mark.parametrize(
    ("allowed", "base", "device", "offered"),
    [
        ("own", "", "own", True),
        ("own", "", "shared", False),
        ("own", "/kiosk", "own", False),
        ("own", "/widget", "own", False),
        ("all", "", "shared", True),
        ("all", "/kiosk", "shared", True),
        ("all", "/widget", "own", False),
    ],
)
def test_it_is_offered_where_the_operator_allows_it(
    browser: TestClient, allow: Allow, allowed: str, base: str, device: str, offered: bool
) -> None:
    allow(allowed)
    turned_on(browser, base, device)
    talk = {"": "/", "/kiosk": "/kiosk/chat", "/widget": "/widget"}[base]

    answers = [browser.get(path) for path in (talk, f"{base}/cards/1")]

    assert (CHOICE in browser.get(f"{base}/comfort").text) is offered
    assert [BUTTON in answer.text for answer in answers] == [offered] * 2
    assert ["microphone=(self)" in answer.headers[POLICY] for answer in answers] == [offered] * 2


def test_it_is_off_until_the_person_turns_it_on(browser: TestClient, allow: Allow) -> None:
    allow("all")
    answer = browser.post("/start", data={"device": "own"})

    assert BUTTON not in answer.text
    assert "microphone=()" in answer.headers[POLICY]


def test_no_other_page_may_listen_and_nothing_else_is_let_in(
    browser: TestClient, allow: Allow
) -> None:
    allow("own")
    turned_on(browser)

    allowed = browser.get("/").headers
    assert allowed[POLICY] == HEADERS[POLICY].replace("microphone=()", "microphone=(self)")
    assert allowed["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    for path in ("/comfort", "/safe-online", "/keep", "/cards", "/review/sign-in", "/nothing"):
        assert browser.get(path).headers[POLICY] == HEADERS[POLICY], path


def test_leaving_forgets_that_it_was_on(browser: TestClient, allow: Allow) -> None:
    allow("all")
    turned_on(browser, device="shared").post("/exit")

    assert BUTTON not in browser.post("/start").text
