"""What surrounds every answer, whatever it is."""

import pytest
from fastapi.testclient import TestClient

from web.guard import HEADERS, LARGEST_BODY
from web.static import asset

PATHS = (
    *("/", "/kiosk", "/kiosk/chat", "/safe-online", "/come-back", "/closed", "/erase", "/updates"),
    *("/review", "/review/sign-in", "/docs", "/openapi.json", "/nothing", "/static/nothing"),
    *("/chat/conversations/x", "/api/v1/conversations", "/say", "/exit", "/renew"),
    *("/widget", "/widget/say", "/widget/nothing", "/widget-demo", "/widget.js"),
)
RELAXED = {
    "/docs": {"Content-Security-Policy"},
    "/widget-demo": {"Content-Security-Policy"},
    "/widget.js": {"Cache-Control", "Cross-Origin-Resource-Policy"},
}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_guarded(browser: TestClient, path: str, method: str) -> None:
    answer = browser.request(method, path, follow_redirects=False)

    for name, value in HEADERS.items():
        if name not in RELAXED.get(path, set()):
            assert answer.headers[name] == value, name
    assert "unsafe" not in answer.headers["Content-Security-Policy"].split("style-src")[0]


def test_every_answer_says_what_it_is_and_in_which_signs(browser: TestClient) -> None:
    for path in (*PATHS, asset("app.css"), asset("icon.svg"), asset("app.js")):
        answer = browser.get(path, follow_redirects=False)
        if answer.content:
            kind = answer.headers["Content-Type"]
            assert kind == "application/json" or kind.endswith("; charset=utf-8"), path


def test_no_method_is_answered_that_nothing_here_needs(browser: TestClient) -> None:
    for method in ("TRACE", "TRACK", "CONNECT", "PROPFIND", "OPTIONS"):
        for path in ("/review", "/say", "/api/v1/conversations"):
            answer = browser.request(method, path, headers={"X-Seen": "quokkapuddle"})

            assert answer.status_code == 405
            assert "quokkapuddle" not in answer.text


def test_no_other_site_is_let_read_an_answer(browser: TestClient) -> None:
    for path in PATHS:
        answer = browser.get(
            path, headers={"Origin": "https://evil.example"}, follow_redirects=False
        )

        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_no_file_but_a_built_one_can_be_had(browser: TestClient) -> None:
    for path in (
        *("/static/", "/static/..%2fmain.py", "/static/manifest.json", "/.git/config", "/.env"),
        *("/static/%2e%2e/%2e%2e/.env", "/var/own-words.db", "/web/main.py"),
    ):
        assert browser.get(path).status_code == 404, path


def test_only_built_files_may_be_kept(browser: TestClient) -> None:
    answer = browser.get(asset("app.css"))

    if answer.status_code == 404:
        pytest.skip("the web assets are not built")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_cookies_are_for_this_site_alone(browser: TestClient) -> None:
    browser.post("/start")
    answer = browser.post("/kiosk/start", follow_redirects=False)
    set_now = [c for c in answer.headers.get_list("set-cookie") if "Max-Age=0" not in c]

    assert len(set_now) == 2
    for cookie in set_now:
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Max-Age" not in cookie  # gone when the browser is closed


@pytest.mark.parametrize("path", ["/say", "/chat/resume", "/come-back"])
def test_too_much_at_once_is_said_in_plain_words(browser: TestClient, path: str) -> None:
    answer = browser.post(path, content=b"x" * (LARGEST_BODY + 1), headers=form_or_json(path))

    assert answer.status_code == 413
    assert "send it in parts" in answer.text


def form_or_json(path: str) -> dict[str, str]:
    kind = "json" if path.startswith("/chat/") else "x-www-form-urlencoded"
    return {"Content-Type": f"application/{kind}"}


def test_an_error_is_a_page_for_people_and_json_for_programs(browser: TestClient) -> None:
    page = browser.get("/nothing")
    data = browser.get("/nothing", headers={"Accept": "application/json"})
    api = browser.get("/api/v1/nothing")

    assert page.status_code == data.status_code == api.status_code == 404
    assert "<h1" in page.text
    assert data.json()["error"] == api.json()["error"] == "not_found"


def test_a_page_names_nothing_in_its_title_or_address(browser: TestClient) -> None:
    for path in ("/", "/kiosk", "/safe-online", "/come-back", "/closed", "/nothing"):
        text = browser.get(path).text
        title = text.split("<title>")[1].split("</title>")[0]
        assert title in ("Own Words", "Error: Own Words")


def test_the_first_screen_of_a_kiosk_has_the_browser_forget_but_signs_no_practitioner_out(
    browser: TestClient,
) -> None:
    wiped = browser.get("/kiosk").headers["Clear-Site-Data"]

    assert wiped == '"cache", "storage"'
    assert "Clear-Site-Data" not in browser.get("/").headers
