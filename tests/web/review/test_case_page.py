"""Cases on the pages: link, put right, find; what is typed is in no address."""

import pytest

from tests.web.practise import Practitioner, plain
from tests.web.test_without_scripts import say

REFERENCE = "ASC-2024/0117"


def link(sam: Practitioner, reference: str = REFERENCE) -> str:
    return sam.fill("/case", case_reference=reference).text


def find(sam: Practitioner, reference: str) -> tuple[int, str, str]:
    page = sam.browser.get("/review").text
    csrf = page.split('name="csrf" value="', 1)[1].split('"', 1)[0]
    answer = sam.browser.post("/review/case", data={"csrf": csrf, "reference": reference})
    return answer.status_code, str(answer.url), answer.text


def test_a_conversation_is_linked_by_its_reference_and_found_by_it(sam: Practitioner) -> None:
    assert f"{REFERENCE} Linked by sam" in plain(link(sam))

    status, url, page = find(sam, " asc-2024/0117")

    assert (status, sam.here in page) == (200, True)
    assert "Only conversations of one case are shown." in page
    assert "2024" not in url.partition("?")[2]


def test_a_case_that_nobody_has_is_an_empty_list(sam: Practitioner) -> None:
    link(sam)

    assert "No conversations match." in find(sam, "ASC-1")[2]


def test_the_case_stays_where_the_list_is_narrowed_further(sam: Practitioner) -> None:
    link(sam)
    url = find(sam, REFERENCE)[1]

    page = sam.browser.get(url).text

    key = url.partition("case=")[2]
    assert f'<input type="hidden" name="case" value="{key}">' in page
    assert f"/review?state=new&amp;case={key}" in page


def test_another_conversation_of_the_case_is_a_link_and_says_nothing(sam: Practitioner) -> None:
    link(sam)
    first = sam.here
    sam.browser.post("/start")
    for words in ("yes", "quokkapuddle"):
        say(sam.browser, words)
    listed = sam.browser.get("/review").text
    sam.here = next(
        part.partition('"')[0]
        for part in listed.split('href="')
        if part.startswith("/review/conversations/") and not part.startswith(first)
    )
    link(sam, "asc-2024/0117")

    page = sam.browser.get(first).text

    assert f'href="{sam.here}"' in page
    assert "quokkapuddle" not in page


@pytest.mark.parametrize("typed", ["", "  ", "x" * 61])
def test_what_is_no_reference_is_an_error_at_the_field(sam: Practitioner, typed: str) -> None:
    answer = sam.fill("/case", case_reference=typed)

    assert answer.status_code == 422
    assert 'href="#case_reference"' in answer.text
    status, _, page = find(sam, typed)
    assert status == 422
    assert 'href="#case_reference"' in page


def test_two_who_link_at_once_see_both_and_nothing_is_overwritten(sam: Practitioner) -> None:
    link(sam, "A-1")

    answer = sam.send("/case", case_reference="A-2", seen="")

    assert answer.status_code == 412
    assert "A-1" in answer.text
    assert "A-2" in answer.text
    assert "A-1" in plain(sam.see())


def test_it_is_taken_out_of_its_case(sam: Practitioner) -> None:
    link(sam)

    assert "It is linked to no case." in plain(sam.send("/case/unlink").text)
    assert sam.send("/case/unlink").status_code == 404
