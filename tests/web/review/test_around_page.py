"""Who is beside the person, and who lives with them, on the pages."""

import re

import pytest

from tests.web.practise import Practitioner, plain
from tests.web.test_without_scripts import say

JOAN = {"name": "Joan", "role": "friend", "may_see": "agreed", "contact": "By phone."}
DANNY = {
    "name": "Danny", "role": "family", "may_see": "nothing", "do_not_contact": "yes",
    "contact": "07700 900000", "notes": "He hurt her.",
}  # fmt: skip


def test_a_supporter_is_noted_with_what_they_may_see_and_taken_off(sam: Practitioner) -> None:
    page = sam.fill("/supporters/new", **JOAN).text
    assert "Joan, Friend They may see what the person agreed to" in plain(page)
    path = re.search(r"/supporters/[^/]+/end", page)
    assert path is not None

    page = plain(sam.send(path[0]).text)

    assert "Earlier (1)" in page
    assert "No longer, noted by sam" in page


def test_do_not_contact_is_said_before_the_name_and_no_way_to_reach_them_is_shown(
    sam: Practitioner,
) -> None:
    page = plain(sam.fill("/supporters/new", **DANNY).text)

    assert "Do not contact Danny, Family" in page
    assert "07700" not in page


def test_who_must_not_be_contacted_sees_nothing(sam: Practitioner) -> None:
    answer = sam.fill("/supporters/new", **DANNY | {"may_see": "all", "notes": ""})

    assert answer.status_code == 422
    for part in ("may_see", "notes"):
        assert f'href="#{part}"' in answer.text


@pytest.fixture
def brother(sam: Practitioner) -> str:
    """The address of a second conversation."""
    sam.browser.post("/start")
    for words in ("yes", "quokkapuddle"):
        say(sam.browser, words)
    links = set(
        re.findall(r'href="(/review/conversations/[^"#]+)"', sam.browser.get("/review").text)
    )
    (other,) = links - {sam.here}
    return str(other)


def test_a_brother_is_linked_by_the_address_of_his_conversation_and_not_heard_here(
    sam: Practitioner, brother: str
) -> None:
    page = sam.fill("/household/new", other=f"https://words.example.org{brother}#outcomes").text

    assert f'href="{brother}"' in page
    assert "quokkapuddle" not in page
    assert sam.here in sam.browser.get(brother).text
    assert "No other conversation is linked." in plain(sam.send("/household/leave").text)


@pytest.mark.parametrize("pasted", ["", "my brother", "00000000-0000-4000-8000-000000000000"])
def test_what_is_no_conversation_of_theirs_is_an_error_at_the_field(
    sam: Practitioner, pasted: str
) -> None:
    answer = sam.fill("/household/new", other=pasted)

    assert answer.status_code == 422
    assert 'href="#other"' in answer.text


def test_a_conversation_is_not_linked_with_itself(sam: Practitioner) -> None:
    assert "this conversation itself" in sam.fill("/household/new", other=sam.here).text
