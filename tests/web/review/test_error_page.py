"""What did not work is said on a page that leads back: to the work, or to the chat."""

import pytest
from fastapi.testclient import TestClient

from tests.web.practise import Practitioner, plain


@pytest.mark.parametrize("path", ["/review?state=none", "/review/figures", "/review/nothing"])
def test_a_practitioner_is_led_back_to_the_work(sam: Practitioner, path: str) -> None:
    answer = sam.browser.get(path)

    assert answer.status_code in (403, 404, 422)
    assert 'href="/review"' in answer.text
    assert "Exit this page" not in answer.text


def test_an_adult_is_led_back_to_the_first_page_and_can_exit(browser: TestClient) -> None:
    page = browser.get("/nothing").text

    assert 'href="/review"' not in page
    assert 'action="/exit"' in page


def test_a_filter_that_is_not_one_is_named_and_nothing_of_the_programs(sam: Practitioner) -> None:
    page = plain(sam.browser.get("/review?state=none").text)

    assert "These parts are missing or not right: state." in page
