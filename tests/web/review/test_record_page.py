"""The order of one conversation's page: their words are found first, and everything else by a
link."""

import re

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


def test_who_must_not_be_contacted_is_said_where_one_writes_to_them(sam: Practitioner) -> None:
    sam.fill("/supporters/new", **JOAN)
    page = plain(sam.fill("/supporters/new", **DANNY).text)

    what_to_do = page[page.rindex("What to do") : page.rindex("Write to them")]
    assert "Do not contact Danny" in what_to_do
    assert "Joan" not in what_to_do
