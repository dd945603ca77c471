"""Leaving, as the server sees it."""

import re

import pytest
from fastapi.testclient import TestClient

from api.chat.deps import CHAT_COOKIE
from api.turn.service import Turns
from tests.web.conftest import field
from web.chat.cookies import LEFT_COOKIE

CARDS = ("/cards", "/cards/1")
DOMAIN = "testserver.local"  # as the test client names it


def key_in(page: str) -> str:
    found = re.search(r'data-key="([0-9a-f]+)"', page)
    return found[1] if found else ""


@pytest.mark.parametrize("base", ["", "/kiosk", "/widget"])
@pytest.mark.parametrize(
    "path", ["/", "/safe-online", "/come-back", "/closed", "/comfort", "/nothing"]
)
def test_exit_is_on_every_page_for_adults(browser: TestClient, base: str, path: str) -> None:
    text = browser.get((base + path).rstrip("/") or "/").text

    assert text.count(f'action="{base}/exit"') == 1
    assert 'class="app-skip-exit"' in text
    first = re.search(r"<(a|button|input|summary)\b[^>]*", text.split("<body")[1])
    assert first is not None
    assert "app-skip-exit" in first[0]


@pytest.mark.parametrize(
    "path", ["/", "/erase", "/safe-online", "/comfort", "/device", "/keep", "/keep/page", *CARDS]
)
def test_exit_and_the_lease_are_on_the_pages_of_a_conversation(
    browser: TestClient, path: str
) -> None:
    browser.post("/start")

    text = browser.get(path).text

    assert 'action="/exit"' in text
    assert key_in(text)


@pytest.mark.parametrize("path", ["/", "/safe-online", "/come-back", "/closed", "/comfort"])
def test_where_nothing_is_open_there_is_nothing_to_renew(browser: TestClient, path: str) -> None:
    browser.cookies.set(CHAT_COOKIE, "a token of long ago", domain=DOMAIN)

    assert not key_in(browser.get(path).text)


def test_a_page_renews_with_the_key_that_stands_in_it(browser: TestClient) -> None:
    page = browser.post("/start").text

    assert browser.post("/renew", data={"key": key_in(page)}).status_code == 204
    refused = browser.post("/renew", data={"key": "x"}, headers={"Accept": "application/json"})
    assert refused.status_code == 401


def test_no_other_site_renews(browser: TestClient) -> None:
    key = key_in(browser.post("/start").text)

    answer = browser.post("/renew", data={"key": key}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403


def test_a_browser_that_left_is_signed_out_though_the_news_was_lost(
    browser: TestClient, turns: Turns
) -> None:
    browser.post("/start")
    token = browser.cookies[CHAT_COOKIE]
    browser.cookies.set(LEFT_COOKIE, "1", domain=DOMAIN)

    page = browser.get("/").text

    assert "transcript" not in page
    assert CHAT_COOKIE not in browser.cookies
    assert LEFT_COOKIE not in browser.cookies
    # Kept somewhere, it opens nothing any more.
    browser.cookies.set(CHAT_COOKIE, token, domain=DOMAIN)
    assert "transcript" not in browser.get("/").text


@pytest.mark.parametrize("path", ["/", "/erase", "/updates", "/safe-online", "/kiosk/chat"])
def test_whatever_is_asked_for_after_leaving_shows_nothing(browser: TestClient, path: str) -> None:
    browser.post("/start")
    page = browser.get("/").text
    browser.post("/say", data={"turn_id": field(page, "turn_id"), "words": "my own words"})
    browser.cookies.set(LEFT_COOKIE, "1", domain=DOMAIN)

    text = browser.get(path).text

    assert "my own words" not in text
    assert not key_in(text)


def test_beginning_again_after_leaving_works(browser: TestClient) -> None:
    browser.post("/start")
    browser.cookies.set(LEFT_COOKIE, "1", domain=DOMAIN)

    page = browser.post("/start").text

    assert "transcript" in page
    assert "transcript" in browser.get("/").text


def test_before_starting_one_can_read_what_exit_does_not_do(browser: TestClient) -> None:
    assert "/safe-online" in browser.get("/").text
    assert "/kiosk/safe-online" in browser.get("/kiosk").text

    text = browser.get("/safe-online").text

    assert "does not clear your browser history" in text
    assert "closes by itself after 3 minutes" in text
    assert 'action="/start"' in text


def test_in_the_middle_it_leads_back_and_starts_nothing(browser: TestClient) -> None:
    browser.post("/start")

    assert 'action="/start"' not in browser.get("/safe-online").text
