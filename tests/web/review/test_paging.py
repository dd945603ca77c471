"""Long lists come in pages that say which they are."""

import re

import pytest

from api.turn.service import Turns
from tests.bench.many import fill
from tests.web.practise import Practitioner, plain
from web.review.paging import pages_of


@pytest.fixture
def many(sam: Practitioner, turns: Turns) -> Practitioner:
    with turns.sessions.begin() as session:
        fill(session, turns.keys, conversations=30, turns=1)
    return sam


def test_each_page_of_the_list_says_which_it_is_and_leads_to_the_others(many: Practitioner) -> None:
    first = many.browser.get("/review?status=").text
    assert "25 of 31 conversations, page 1 of 2" in plain(first)
    assert re.search(r"Next page ?: ?2 of 2", plain(first))
    assert "<title>Conversations, page 1 of 2 - Own Words</title>" in first

    second = many.browser.get("/review?page=2").text
    assert "6 of 31 conversations, page 2 of 2" in plain(second)
    assert "Next page" not in plain(second)
    assert 'href="/review"' in second


def test_a_page_that_is_no_more_leads_to_the_last_with_the_same_filter(many: Practitioner) -> None:
    for query, last in (("page=99", "?page=2"), ("channel=kiosk&page=99", "?channel=kiosk")):
        answer = many.browser.get(f"/review?{query}")
        assert str(answer.url).endswith(last)
        assert "No conversations match" not in answer.text


@pytest.mark.parametrize(
    ("total", "number", "last", "beyond"),
    [(0, 1, 1, False), (25, 1, 1, False), (26, 2, 2, False), (26, 3, 2, True)],
)
def test_the_last_page_holds_what_is_left(total: int, number: int, last: int, beyond: bool) -> None:
    at = pages_of(total, 25, number, str)

    assert (at.last, at.beyond) == (last, beyond)
    assert at.older == (str(number + 1) if number < last else None)
