"""Pictures and tables for leads: the same numbers in both, and none that gives anybody away."""

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient

from tests.web.practise import Practitioner, plain
from web.review.figures import months_until


def begin(browser: TestClient, people: int) -> None:
    for _ in range(people):
        assert browser.post("/chat/conversations", json={"channel": "web"}).status_code == 201


def test_a_bar_and_a_cell_say_the_same(as_lead: Practitioner) -> None:
    begin(as_lead.browser, 6)

    page = as_lead.browser.get("/review/figures").text

    chart = re.findall(r'<rect width="(\d+)%".*?<span>(\d+)</span>', page, re.DOTALL)
    assert ("100", "5") in chart
    assert "They were told something below 5 below 5 below 5 below 5 5" in plain(page)
    assert "style=" not in page


def test_small_numbers_are_said_to_be_hidden_and_why(as_lead: Practitioner) -> None:
    page = plain(as_lead.browser.get("/review/figures").text)

    assert "Numbers below 5 are not shown" in page
    assert "There are too few to show." in page
    assert not re.search(r"\b1\b", page.split("So they do not add up.")[1])


def test_the_months_are_in_the_address_whichever_is_named_first(as_lead: Practitioner) -> None:
    page = as_lead.browser.get("/review/figures?since=2026-03&until=2025-11").text

    chosen = re.findall(r'<option value="([\d-]+)" selected', page)
    assert chosen == ["2025-11", "2026-03"]


@pytest.mark.parametrize("month", ["2026-13", "march", "2026-1", "1' OR 1"])
def test_what_is_no_month_is_refused(as_lead: Practitioner, month: str) -> None:
    answer = as_lead.browser.get("/review/figures", params={"since": month})

    assert answer.status_code == 422


def test_a_practitioner_sees_no_figures_and_no_link_to_them(sam: Practitioner) -> None:
    assert sam.browser.get("/review/figures").status_code == 403
    assert "/review/figures" not in sam.browser.get("/review").text


def test_months_go_back_over_the_turn_of_the_year() -> None:
    assert months_until(date(2026, 2, 9), 3) == ["2026-02", "2026-01", "2025-12"]
