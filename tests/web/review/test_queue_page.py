"""The list of the morning, and the small changes from a conversation's page."""

import re
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from api.core.clock import utc_now
from api.models import Allocation, User
from api.user.service import add_user
from tests.web.conftest import PASSWORD, field
from tests.web.practise import Practitioner, plain


def queue(sam: Practitioner, query: str = "") -> str:
    return plain(sam.browser.get(f"/review{query}").text)


def test_an_alert_is_shown_with_its_level_and_age_until_somebody_has_seen_it(
    sam: Practitioner,
) -> None:
    before = queue(sam)
    path = re.search(r'action="[^"]+(/alerts/[^"]+/acknowledge)"', sam.see())
    assert path is not None

    page = plain(sam.send(path[1]).text)

    assert "Alert (1)" in before
    assert "Now: danger, 1 minute ago" in before
    assert "Seen by sam" in page
    assert "Alert (0)" in queue(sam)


def test_the_state_and_every_filter_stand_in_the_address(sam: Practitioner) -> None:
    page = sam.browser.get("/review?state=alert&alert=now&kind=receive_service").text

    assert "1 of 1 conversations" in page
    assert '<option value="receive_service" selected>' in page
    assert 'aria-current="true">Alert (1)' in page
    link = re.search(r'href="([^"]+)">New \(', page)
    assert link is not None
    assert link[1] == "/review?state=new&amp;alert=now&amp;kind=receive_service"


def test_the_list_shows_no_word_that_was_said(sam: Practitioner) -> None:
    assert "care package" not in queue(sam)


def test_reading_up_to_here_leaves_what_comes_later_unread(sam: Practitioner) -> None:
    path = re.search(r'action="[^"]+(/alerts/[^"]+/acknowledge)"', sam.see())
    assert path is not None
    sam.send(path[1])
    assert "New (1)" in queue(sam)

    sam.send("/read", seq="3")

    assert "Changed (1)" in queue(sam)
    sam.send("/read", seq=field(sam.see(), "seq"))
    assert "In hand (1)" in queue(sam)


def test_a_practitioner_takes_on_what_is_nobodys_and_gives_it_back(sam: Practitioner) -> None:
    page = plain(sam.send("/allocate", seen="").text)

    assert "Allocated to sam Give it back" in page
    assert "1 of 1 conversations" in queue(sam, "?allocated=me")
    assert "No conversations match." in queue(sam, "?allocated=nobody")
    assert "Allocated to Nobody Take it on" in plain(sam.send("/release").text)
    assert "1 of 1 conversations" in queue(sam, "?allocated=nobody")


def test_a_practitioner_gives_no_conversation_to_a_colleague(
    sam: Practitioner, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        add_user(session, "jo", PASSWORD)

    assert sam.send("/allocate", allocate_to="jo", seen="").status_code == 403
    assert "1 of 1 conversations" in queue(sam, "?allocated=nobody")


def test_two_leads_who_allocate_at_once_are_both_told(
    as_lead: Practitioner, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        jo = str(add_user(session, "jo", PASSWORD))
    as_lead.send("/allocate", allocate_to="jo", seen="")

    answer = as_lead.send("/allocate", allocate_to="sam", seen="")

    assert answer.status_code == 412
    assert "Nothing was overwritten" in answer.text
    assert "jo" in plain(answer.text)
    assert "1 of 1 conversations" in queue(as_lead, f"?allocated={jo}")
    as_lead.send("/allocate", allocate_to="sam", seen="jo")
    assert "Allocated to jo, sam" in plain(as_lead.see())
    as_lead.send("/release", release="jo")
    assert "Allocated to sam" in plain(as_lead.see())


def test_what_was_opened_in_need_stays_a_colleagues(
    sam: Practitioner, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        jo = add_user(session, "jo", PASSWORD)
        here = UUID(sam.here.rsplit("/", 1)[1])
        session.add(Allocation(conversation_id=here, user_id=jo, at=utc_now(), by="system"))
    sam.send("/break-glass", reason="she may be in danger")
    assert "care package" in sam.see()

    assert sam.send("/allocate", seen="jo").status_code == 403
    assert "Allocated to jo" in plain(sam.see())


def test_a_lead_sees_how_many_each_has_in_hand_and_must_choose(
    as_lead: Practitioner, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        add_user(session, "jo", PASSWORD)
    assert "jo (0) sam (0)" in plain(as_lead.see("/allocate"))

    refused = as_lead.fill("/allocate")
    assert (refused.status_code, refused.text.count("Choose who will work on this")) == (422, 2)
    as_lead.fill("/allocate", allocate_to="jo")

    page = as_lead.see("/allocate")
    assert "Allocated to: jo Take it from jo" in plain(page)
    assert 'value="jo"' not in page.split("<fieldset", 1)[1]


def test_the_list_of_who_has_how_many_is_no_practitioners(sam: Practitioner) -> None:
    assert sam.browser.get(f"{sam.here}/allocate").status_code == 403
    assert f"{sam.here}/allocate" not in re.findall(r'href="([^"]+)"', sam.see())


def test_a_day_that_is_none_is_said_at_the_field_and_an_empty_one_is_taken_away(
    sam: Practitioner,
) -> None:
    whole = {"review_due-day": "1", "review_due-month": "2", "review_due-year": "2020"}
    assert "Day of the review 01/02/2020" in plain(sam.fill("/review-day", **whole).text)
    assert 'value="2020"' in sam.see("/review-day")

    refused = sam.fill("/review-day", **(whole | {"review_due-month": "13"}))
    assert refused.status_code == 422
    assert 'href="#review_due-day"' in refused.text
    assert 'value="13"' in refused.text
    sam.fill("/review-day", **dict.fromkeys(whole, ""))

    assert "Day of the review No day yet" in plain(sam.see())


def test_every_form_needs_the_sessions_own_key(sam: Practitioner) -> None:
    changes = ("/read", "/allocate", "/release", "/review-day", "/reopen", "/shortcuts")
    for path in (*changes, "/message"):
        answer = sam.browser.post(f"{sam.here}{path}", data={"csrf": "made up", "text": "x"})
        assert answer.status_code == 403, path


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_who_does_not_work_with_people_sees_no_page_and_changes_nothing(
    sam: Practitioner, sessions: sessionmaker[Session], role: str
) -> None:
    flag, wish = sam.flag, sam.wish
    csrf = field(sam.browser.get("/review").text, "csrf")
    with sessions.begin() as session:
        session.execute(update(User).values(role=role))
    forms = ("/message", "/informed", "/closing", "/overrides/new", f"/wishes/{wish}/summary")
    filled = {"csrf": csrf, "text": "x", "seen": "0", "how": "phone", "summary": "x"}

    for path in ("", *forms, f"/flags/new?wish={wish}", f"{flag}/dismissed"):
        assert sam.browser.get(f"{sam.here}{path}").status_code == 403, path
    changes = ("/read", "/allocate", "/release", "/review-day", "/reopen")
    for path in (*changes, f"{flag}/accepted", *forms):
        answer = sam.browser.post(f"{sam.here}{path}", data=filled)
        assert answer.status_code in (403, 422), path
        assert "care package" not in answer.text
    for path in ("/review", "/review/flags", "/review/flags/examples.jsonl"):
        assert sam.browser.get(path).status_code == 403, path


def test_keys_are_off_until_they_are_turned_on(sam: Practitioner) -> None:
    assert 'data-on="no"' in sam.see()

    assert 'data-on="yes"' in sam.send("/shortcuts").text
    assert 'data-on="no"' in sam.send("/shortcuts").text
