"""The chat in a frame on another site: who may show it, and how its cookies are kept."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.chat.deps import CHAT_COOKIE
from api.models import Conversation
from api.settings import Settings, get_settings
from api.turn.service import Turns
from tests.web.conftest import field
from web.guard import POLICY, written
from web.static import manifest

COUNCIL = "https://www.council.example"
HERE = "https://testserver"


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The settings name one site, as an operations team would."""
    monkeypatch.setenv("OWNWORDS_WIDGET_ORIGINS", f'["{COUNCIL}", "http://localhost:8080"]')
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def frame(site: FastAPI) -> TestClient:
    """A browser that keeps the cookies of a frame: they need HTTPS."""
    return TestClient(site, base_url=HERE, headers={"Origin": HERE})


def ancestors(browser: TestClient, path: str) -> str:
    policy = browser.get(path, follow_redirects=False).headers["Content-Security-Policy"]
    return policy.split("frame-ancestors ")[1].split(";")[0]


@pytest.mark.parametrize("path", ["/widget", "/widget/safe-online", "/widget/nothing"])
def test_only_the_sites_that_are_named_may_show_the_chat(
    browser: TestClient, allowed: None, path: str
) -> None:
    answer = browser.get(path)

    assert ancestors(browser, path) == f"{COUNCIL} http://localhost:8080"
    assert "X-Frame-Options" not in answer.headers
    rest = answer.headers["Content-Security-Policy"].replace(ancestors(browser, path), "'none'")
    assert rest == written(POLICY)


@pytest.mark.parametrize(
    "path", ["/", "/kiosk", "/closed", "/review", "/docs", "/widgets", "/widget.js", "/widget-demo"]
)
def test_nothing_else_may_be_shown_in_a_frame(
    browser: TestClient, allowed: None, path: str
) -> None:
    assert ancestors(browser, path) == "'none'"
    assert browser.get(path, follow_redirects=False).headers["X-Frame-Options"] == "DENY"


def test_where_no_site_is_named_nobody_may(browser: TestClient) -> None:
    assert ancestors(browser, "/widget") == "'none'"
    assert browser.get("/widget").headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "origin",
    [
        *("*", "https://*.example", "https://a.example/path", "https://a.example; script-src *"),
        *("a.example", "'self'", "https://a.example ", "https://a.example\n", "data:"),
    ],
)
def test_an_origin_that_is_not_one_stops_the_process_at_start(origin: str) -> None:
    with pytest.raises(ValueError, match="widget_origins"):
        Settings(_env_file=None, widget_origins=[origin])


def test_the_cookies_of_a_frame_are_kept_apart_for_each_site(frame: TestClient) -> None:
    frame.get("/widget")
    answer = frame.post("/widget/start", follow_redirects=False)

    given = answer.headers.get_list("set-cookie")
    assert len(given) == 3
    for cookie in given:
        assert cookie.startswith("framed_")
        for part in ("HttpOnly", "Path=/widget", "SameSite=None", "Secure", "Partitioned"):
            assert part in cookie.split("; ")


def test_a_conversation_in_a_frame(frame: TestClient) -> None:
    frame.get("/widget")
    page = frame.post("/widget/start").text
    form = {"turn_id": field(page, "turn_id"), "words": "my own words"}

    page = frame.post("/widget/say", data=form).text

    assert "my own words" in page
    assert frame.cookies.get(CHAT_COOKIE) is None
    for address in re.findall(r'(?:action|href|data-\w+)="(/[^"]*)"', page):
        assert address.startswith(("/widget", "/static/")), address
    assert 'name="return_code"' in frame.get("/widget/come-back").text


def test_a_frame_and_a_page_of_our_own_never_share_a_conversation(frame: TestClient) -> None:
    frame.post("/start")
    assert "transcript" in frame.get("/").text

    assert "transcript" not in frame.get("/widget").text
    frame.post("/widget/start")
    frame.post("/widget/exit")

    assert "transcript" not in frame.get("/widget").text
    assert "transcript" in frame.get("/").text


@pytest.mark.parametrize("path", ["/widget/start", "/widget/come-back"])
def test_where_cookies_are_blocked_nothing_begins_and_the_way_on_is_shown(
    browser: TestClient, turns: Turns, path: str
) -> None:
    browser.get("/widget")  # over plain HTTP: nothing is kept
    answer = browser.post(path, data={"return_code": "x"})

    assert answer.status_code == 409
    assert 'href="/" target="_blank"' in answer.text
    with turns.reading() as session:
        assert session.query(Conversation).count() == 0


def test_no_other_site_begins_or_writes_in_a_frame(frame: TestClient) -> None:
    frame.get("/widget")
    page = frame.post("/widget/start").text
    form = {"turn_id": field(page, "turn_id"), "words": "not mine"}

    for origin in (COUNCIL, "null"):
        for path in ("/widget/start", "/widget/say", "/widget/erase", "/widget/exit"):
            answer = frame.post(path, data=form, headers={"Origin": origin})
            assert answer.status_code == 403, path
    assert "not mine" not in frame.get("/widget").text


def test_exit_in_a_frame_without_scripts_stays_in_it(frame: TestClient) -> None:
    frame.get("/widget")
    frame.post("/widget/start")

    answer = frame.post("/widget/exit")

    assert "Refresh" not in answer.headers
    assert 'target="_top"' in answer.text
    assert "transcript" not in frame.get("/widget").text


def test_the_script_carries_the_words_of_the_catalogue(browser: TestClient) -> None:
    if "widget.js" not in manifest():
        pytest.skip("the web assets are not built")
    answer = browser.get("/widget.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Say it in your own words" in answer.text
    assert "the words of the widget" not in answer.text


def test_the_demo_is_only_there_where_it_is_asked_for(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser.get("/widget-demo").status_code == 404

    monkeypatch.setenv("OWNWORDS_WIDGET_DEMO", "true")
    get_settings.cache_clear()
    try:
        assert 'src="/widget.js"' in browser.get("/widget-demo").text
        assert ancestors(browser, "/widget") == "'self'"
    finally:
        get_settings.cache_clear()
