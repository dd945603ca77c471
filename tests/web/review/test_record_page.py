"""The order of one conversation's page: their words are found first, and everything else by a
link."""

import re
from uuid import UUID, uuid4

from api.access.service import vault_of
from api.models import Need
from api.turn.service import Turns
from tests.web.practise import Practitioner, plain
from tests.web.review.test_around_page import DANNY, JOAN


def test_alerts_come_first_then_their_words_then_what_to_do(sam: Practitioner) -> None:
    page = plain(sam.see())

    order = ["Alerts", "Their words", "What to do", "What they were told", "word for word"]
    places = [page.rindex(heading) for heading in order]
    assert places == sorted(places)


def test_every_link_of_the_page_leads_to_a_heading(sam: Practitioner) -> None:
    page = sam.see()
    links = re.findall(r'href="#([^"]+)"', page.split('aria-label="On this page"')[1])

    assert len(links) > 5
    for name in links:
        assert f'id="{name}"' in page, name


def test_nothing_but_their_words_stands_where_every_blank_is_shown(
    sam: Practitioner, turns: Turns
) -> None:
    need, here = uuid4(), UUID(sam.here.rsplit("/", 1)[1])
    with turns.sessions.begin() as session:
        vault = vault_of(session, turns.keys, here)
        words = vault.seal("  Short\n questions", f"need.words:{need}")
        session.add(Need(id=need, conversation_id=here, turn_seq=1, words=words))

    page = sam.see()

    kept = re.findall(r'<(\w+) class="[^"]*app-words[" ][^>]*>(.*?)</\1>', page, re.DOTALL)
    assert ("span", "  Short\n questions") in kept
    assert not [words for _, words in kept if words.startswith("\n")]


def test_that_the_day_to_look_back_has_come_is_said(sam: Practitioner) -> None:
    day = {"review_due-day": "1", "review_due-month": "2"}

    due = plain(sam.fill("/review-day", **day, **{"review_due-year": "2020"}).text)
    to_come = plain(sam.fill("/review-day", **day, **{"review_due-year": "2999"}).text)

    assert "The day of the review has come." in due
    assert "The day of the review has come." not in to_come


def test_who_must_not_be_contacted_is_said_where_one_writes_to_them(sam: Practitioner) -> None:
    sam.fill("/supporters/new", **JOAN)
    page = plain(sam.fill("/supporters/new", **DANNY).text)

    what_to_do = page[page.rindex("What to do") : page.rindex("Write to them")]
    assert "Do not contact Danny" in what_to_do
    assert "Joan" not in what_to_do
