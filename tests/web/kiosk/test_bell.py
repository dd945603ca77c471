"""The bell, without scripts: what the person is told, and what the desk sees."""

import re

from fastapi.testclient import TestClient

from tests.web.conftest import field
from tests.web.kiosk.conftest import Staff, key_of
from tests.web.moment import Moment

WORDS = "he has the key to my door"
BELL = "/kiosk/bell"


def told(page: str) -> str:
    """Return what the person at the kiosk is told of the bell."""
    found = re.search(r'id="bell-state"[^>]*>([^<]*)<', page)
    assert found is not None
    return found[1]


def test_somebody_is_asked_to_come_and_the_words_stay_in_the_box(
    kiosk: TestClient, staff: Staff
) -> None:
    kiosk.post("/kiosk/start")
    page = kiosk.get("/kiosk/chat").text

    asked = kiosk.post(BELL, data={"turn_id": field(page, "turn_id"), "words": WORDS}).text

    assert told(asked).startswith("Someone was asked to come.")
    assert f">\n{WORDS}</textarea>" in asked or f">{WORDS}</textarea>" in asked
    desk = staff("desk").get("/review/kiosks").text
    assert "Library asks for help, since 1 minute" in desk
    assert WORDS not in desk


def test_the_person_is_told_when_nobody_answers_and_when_somebody_does(
    kiosk: TestClient, staff: Staff, moment: Moment
) -> None:
    assert "We do not know yet if they have seen it." in told(kiosk.post(BELL).text)
    moment.pass_(minutes=3)
    assert "Nobody has answered yet. You can go to the desk." in told(kiosk.get(BELL).text)

    desk = staff("desk")
    listed = desk.get("/review/kiosks").text
    call = re.search(r'action="(/review/kiosks/calls/[^"]+)"', listed)
    assert call is not None
    after = desk.post(call[1], data={"csrf": key_of(listed)}).text

    assert "They say they are coming." in told(kiosk.get(BELL).text)
    assert "Nobody asks for help now." in after
    assert "Library: sam went" in after


def test_one_can_need_nobody_any_more(kiosk: TestClient) -> None:
    kiosk.post(BELL)

    page = kiosk.post(BELL, data={"stop": "yes"}).text

    assert told(page) == ""
    assert '<p class="govuk-body">Nobody has been asked to come.</p>' in page


def test_the_next_person_hears_nothing_of_it_and_the_desk_still_sees_it(
    kiosk: TestClient, staff: Staff
) -> None:
    kiosk.post(BELL)

    kiosk.get("/kiosk")

    assert told(kiosk.post("/kiosk/start").text) == ""
    desk = staff("desk").get("/review/kiosks").text
    assert "gone back to its first page since" in desk


def test_a_screen_that_is_not_set_up_can_call_nobody(browser: TestClient) -> None:
    assert browser.post(BELL).status_code == 404


def test_the_desks_script_gets_the_name_of_the_screen_and_no_more(
    kiosk: TestClient, staff: Staff
) -> None:
    kiosk.post(BELL)

    (call,) = staff("desk").get("/review/kiosks/calls").json()

    assert call.keys() == {"id", "kiosk"}
    assert call["kiosk"] == "Library"
