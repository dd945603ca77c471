"""Closing with a review, and overrides with a second person's name."""

import re

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.user.service import add_user
from tests.web.conftest import PASSWORD
from tests.web.practise import Practitioner, plain
from tests.web.test_review import sign_in

WAITS = "Overrides wait for a second person"
DAY = {"decided_on-day": "3", "decided_on-month": "2", "decided_on-year": "2025"}
OVERRIDE = DAY | {
    "wish": "enquiry", "basis": "vital_interests", "decided_by": "J Doe", "decider_role": "Head",
    "why": "A life.", "tried": "We asked.", "told_choice": "told", "told": "On Monday.",
}  # fmt: skip


def test_closing_without_a_review_is_refused_and_keeps_what_was_written(sam: Practitioner) -> None:
    answer = sam.fill("/closing", difference="She sleeps.", agreed="yes")

    assert answer.status_code == 422
    assert 'href="#review"' in answer.text
    assert "She sleeps.</textarea>" in answer.text


def test_a_review_needs_an_answer_for_each_wish(sam: Practitioner) -> None:
    answer = sam.fill("/closing", review="done", agreed="yes")

    assert answer.status_code == 422
    assert 'href="#results"' in answer.text
    assert 'id="results-error"' in answer.text


def test_what_difference_it_made_can_be_checked_and_closes_nothing(sam: Practitioner) -> None:
    said = {"review": "declined", "declined": "Tired.", "agreed": "yes"}
    answer = sam.fill("/closing", **said, difference="A care package", check="yes")

    assert "If you had a care package, what would it give you?" in plain(answer.text)
    assert "A care package</textarea>" in answer.text
    assert "Close with a review" in plain(sam.see())


def test_it_closes_with_a_review_and_opens_again(sam: Practitioner) -> None:
    result = {f"result-{sam.wish}": "partly"}

    page = plain(sam.fill("/closing", review="done", agreed="yes", **result).text)

    assert "Wish 1: partly achieved" in page
    assert "They agree with closing" in page
    page = plain(sam.send("/reopen").text)
    assert "Opened again by sam" in page
    assert "Close with a review" in page


def test_a_disagreement_needs_what_was_done_about_it(sam: Practitioner) -> None:
    said = {"review": "declined", "declined": "She is tired.", "agreed": "no"}
    answer = sam.fill("/closing", **said)

    assert answer.status_code == 422
    for name in ("disagreement", "response"):
        assert f'href="#{name}"' in answer.text
    page = plain(sam.fill("/closing", **said, disagreement="Too soon.", response="A call.").text)
    assert "What they say against closing: Too soon." in page


def test_closing_what_a_colleague_closed_shows_both(sam: Practitioner) -> None:
    sam.fill("/closing", review="declined", declined="Theirs.", agreed="yes")

    answer = sam.fill("/closing", review="declined", declined="Mine.", agreed="yes")

    assert answer.status_code == 412
    assert "Theirs." in answer.text
    assert "Mine.</textarea>" in answer.text


@pytest.mark.parametrize("missing", sorted(OVERRIDE.keys() - {"decided_on-month", "told"}))
def test_an_override_without_a_part_is_an_error_at_its_field(
    sam: Practitioner, missing: str
) -> None:
    if missing.startswith("decided_on"):
        missing = "decided_on-day"

    answer = sam.fill("/overrides/new", **(OVERRIDE | {missing: ""}))

    assert answer.status_code == 422
    assert f'href="#{missing}"' in answer.text
    assert f'id="{missing}"' in answer.text


def test_article_8_is_named_before_anybody_overrides_a_wish(sam: Practitioner) -> None:
    assert "Article 8" in sam.see("/overrides/new")


def test_an_override_counts_once_a_second_person_has_signed(
    sam: Practitioner, sessions: sessionmaker[Session]
) -> None:
    page = sam.fill("/overrides/new", **OVERRIDE).text
    assert "Not signed yet." in plain(page)
    assert "Sign as second person" not in page
    assert WAITS not in sam.browser.get("/review").text
    assert "An override waits for a second person" in plain(page)
    with sessions.begin() as session:
        add_user(session, "jo", PASSWORD, "lead")
    sam.browser.cookies.clear()
    queue = sign_in(sam.browser, username="jo")
    assert f"{WAITS} sam wrote an override" in plain(queue)
    assert f'href="{sam.here}#overrides"' in queue
    sign = re.search(r'action="[^"]+(/overrides/[^"]+/sign)"', sam.see())
    assert sign is not None
    assert "Article 8" in sam.see()

    page = plain(sam.send(sign[1], answer="agreed").text)

    assert "Signed by jo" in page
    assert "waits for a second person" not in page
    assert "Written by sam" in page
    assert WAITS not in sam.browser.get("/review").text


def test_nobody_is_asked_to_sign_their_own_override(as_lead: Practitioner) -> None:
    page = as_lead.fill("/overrides/new", **OVERRIDE).text

    assert "Not signed yet." in plain(page)
    assert WAITS not in as_lead.browser.get("/review").text
