"""Behind HTTPS: cookies that this host alone can have set, and no way back to plain HTTP."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.settings import get_settings
from api.watch import middleware
from api.watch.middleware import written
from tests.web.conftest import PASSWORD, field
from tests.web.test_headers import PATHS
from web.https import inside, outside
from web.place import WEB, WIDGET

HERE = "https://testserver"


@pytest.fixture
def behind_https(site: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("OWNWORDS_SECURE_COOKIES", "true")
    monkeypatch.setenv("OWNWORDS_SECOND_STEP", "offered")
    get_settings.cache_clear()
    yield TestClient(site, base_url=HERE, headers={"Origin": HERE})
    get_settings.cache_clear()


def test_every_answer_keeps_browsers_on_https(behind_https: TestClient) -> None:
    for path in PATHS:
        answer = behind_https.get(path, follow_redirects=False)

        assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_on_a_trial_without_https_nothing_is_promised_about_it(browser: TestClient) -> None:
    assert "Strict-Transport-Security" not in browser.get("/").headers


def test_a_conversation_goes_on_with_cookies_of_this_host_alone(behind_https: TestClient) -> None:
    behind_https.post("/start")

    assert {name[:10] for name in behind_https.cookies} == {"__Host-ow_"}
    page = behind_https.get("/").text
    assert "Your return code" in page or 'name="words"' in page


def test_a_practitioner_signs_in_and_out_with_them(
    behind_https: TestClient, practitioner: str
) -> None:
    form_key = field(behind_https.get("/review/sign-in").text, "form_key")
    form = {"username": practitioner, "password": PASSWORD, "form_key": form_key}
    page = behind_https.post("/review/sign-in", data=form).text

    assert "__Host-ow_review" in behind_https.cookies
    behind_https.post("/review/sign-out", data={"csrf": field(page, "csrf")})
    assert "__Host-ow_review" not in behind_https.cookies


def test_a_cookie_that_another_host_could_have_set_opens_nothing(behind_https: TestClient) -> None:
    behind_https.post("/start")
    token = behind_https.cookies["__Host-ow_chat"]
    behind_https.cookies.clear()

    for prefix in ("", "__Secure-"):
        planted = {"Cookie": f"{prefix}ow_chat={token}"}
        assert behind_https.get("/updates", headers=planted).status_code == 401
    own = {"Cookie": f"__Host-ow_chat={token}"}
    assert behind_https.get("/updates", headers=own).status_code == 200


def test_a_cookie_is_secure_also_where_it_is_taken_away() -> None:
    assert outside("ow_a=b; Path=/; HttpOnly") == "__Host-ow_a=b; HttpOnly; Path=/; Secure"
    assert outside("ow_a=b; Path=/review; Secure") == "__Host-ow_a=b; Path=/; Secure"


def test_cookies_of_others_are_left_as_they_are() -> None:
    given = "other=1; ow_chat=planted; __Host-ow_chat=x; __Host-framed_ow_chat=y; framed_tried=1"

    assert inside(given) == "other=1; ow_chat=x; framed_ow_chat=y"


@pytest.mark.parametrize("name", ["ow_chat", "ow_review", "ow_kiosk", "ow_sso", "framed_ow_chat"])
def test_a_name_that_any_host_of_the_domain_can_set_is_passed_over(name: str) -> None:
    assert inside(f"__Secure-{name}=x") == ""


def test_the_page_leaves_with_a_cookie_that_is_looked_at(behind_https: TestClient) -> None:
    assert inside(WEB.left.split(";")[0]) == "ow_left=1"
    assert inside(WIDGET.left.split(";")[0]) == "framed_ow_left=1"
    assert "Secure" in WEB.left


def test_the_log_knows_the_route_behind_https_and_in_a_frame(
    behind_https: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(middleware, "note", lambda scope, *_: seen.append(written(scope)))

    for path in ("/safe-online", "/widget/safe-online", "/nothing"):
        behind_https.get(path)

    assert seen == ["/safe-online", "/widget/safe-online", "unmatched"]


def test_a_frames_cookies_are_this_hosts_alone_as_well(behind_https: TestClient) -> None:
    behind_https.get("/widget")
    behind_https.post("/widget/start")

    assert {name[:14] for name in behind_https.cookies} == {"__Host-framed_"}
    assert 'name="words"' in behind_https.get("/widget").text
