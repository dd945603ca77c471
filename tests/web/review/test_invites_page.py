"""Codes on the practitioners' pages: made once, shown once, taken back."""

import re

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from tests.api.desk import audit
from tests.web.conftest import field
from tests.web.practise import Practitioner, plain
from tests.web.test_without_scripts import say

REFERENCE = "ASC-20417"


def send(browser: TestClient, path: str = "", **filled: str) -> httpx2.Response:
    form = {"csrf": field(browser.get("/review/invites").text, "csrf")} | filled
    answer: httpx2.Response = browser.post(f"/review/invites{path}", data=form)
    return answer


def made(sam: Practitioner) -> tuple[str, str]:
    page = send(sam.browser, reference=REFERENCE).text
    shown = re.search(r'class="app-code"[^>]*>([a-z ]+)<', page)
    assert shown is not None
    return shown[1], page


def test_a_code_is_shown_once_and_the_slip_says_nothing_of_the_case(sam: Practitioner) -> None:
    code, page = made(sam)

    slip = page.partition('class="app-slip"')[2].partition("</section>")[0]
    assert code in slip
    assert REFERENCE not in page
    assert "sam" not in slip
    assert re.search(r"<title>([^<]*)</title>", page)[1] == "Own Words"  # type: ignore[index]
    listed = sam.browser.get("/review/invites").text
    assert code not in listed
    assert f"{REFERENCE} Not used yet" in plain(listed)


def test_what_was_said_with_it_is_in_the_list_and_on_the_record(sam: Practitioner) -> None:
    code, _ = made(sam)
    cookies = dict(sam.browser.cookies)
    sam.browser.cookies.clear()
    sam.browser.post("/code", data={"code": code})
    say(sam.browser, "yes")
    sam.browser.post("/code", data={"code": code})  # leads back to what is open
    sam.browser.cookies.clear()
    sam.browser.post("/code", data={"code": code})
    sam.browser.cookies.clear()
    sam.browser.cookies.update(cookies)

    listed = sam.browser.get("/review/invites").text
    link = re.search(r'href="(/review/conversations/[^"]+)"', listed)

    assert link is not None
    assert "Somebody else may have it." in listed
    record = plain(sam.browser.get(link[1]).text)
    assert f"{REFERENCE} Came with a code that sam gave out" in record
    assert "Whoever had the code could write this." in record


def test_a_code_is_taken_back(sam: Practitioner, sessions: sessionmaker[Session]) -> None:
    code, _ = made(sam)
    path = re.search(r"/review/invites(/[^/\"]+/revoke)", sam.browser.get("/review/invites").text)
    assert path is not None

    assert "Taken back" in send(sam.browser, path[1]).text

    assert send(sam.browser, path[1]).status_code == 404
    sam.browser.cookies.clear()
    assert sam.browser.post("/code", data={"code": code}).status_code == 404
    assert [row[1] for row in audit(sessions) if row[1].startswith("invite")] == [
        *("invite_made", "invite_revoked", "invite_refused")
    ]


@pytest.mark.parametrize("typed", ["", "x" * 61])
def test_without_a_reference_no_code_is_made(sam: Practitioner, typed: str) -> None:
    answer = send(sam.browser, reference=typed)

    assert answer.status_code == 422
    assert 'href="#case_reference"' in answer.text
    assert "No code has been made yet." in answer.text


def test_who_is_connected_with_the_case_reads_so_at_the_field(sam: Practitioner) -> None:
    sam.fill("/case", case_reference=REFERENCE)
    sam.fill("/interests/new", colleague="sam", reason_known="My aunt.")

    answer = send(sam.browser, reference=REFERENCE)

    assert answer.status_code == 403
    assert "You are named as connected with somebody in this case." in answer.text
