"""Writing to the person, and the log of what they were told."""

import pytest

from tests.web.practise import Practitioner, plain

DAY = {"told_on-day": "3", "told_on-month": "2", "told_on-year": "2025"}


def test_a_message_is_kept_for_when_they_return(sam: Practitioner) -> None:
    page = plain(sam.fill("/message", text="Can we meet?").text)

    assert "Can we meet? Written here by sam" in page
    assert "Not read yet" in page
    assert "They have not answered yet." in page


def test_a_line_break_of_a_message_is_one_character(sam: Practitioner) -> None:
    assert "one\ntwo</p>" in sam.fill("/message", text="one\r\ntwo").text


def test_an_empty_message_is_an_error_at_the_field(sam: Practitioner) -> None:
    answer = sam.fill("/message", text=" ")

    assert answer.status_code == 422
    assert 'href="#text"' in answer.text


def test_what_they_were_told_is_in_the_log_with_their_answer(sam: Practitioner) -> None:
    told = DAY | {"how": "phone", "text": "We rang.", "answer": "Thank you."}

    page = plain(sam.fill("/informed", **told).text)

    assert "We rang. What they said: Thank you. By phone, 03/02/2025. Noted by sam" in page


@pytest.mark.parametrize(
    ("changed", "link"),
    [
        ({"how": ""}, "how"),
        ({"text": " "}, "text"),
        ({"told_on-month": "x"}, "told_on-day"),
        ({"told_on-year": "2999"}, "told_on-day"),
    ],
)
def test_what_is_missing_is_an_error_at_the_field(
    sam: Practitioner, changed: dict[str, str], link: str
) -> None:
    told = DAY | {"how": "phone", "text": "We rang.", "answer": "kept"}

    answer = sam.fill("/informed", **(told | changed))

    assert answer.status_code == 422
    assert f'href="#{link}"' in answer.text
    assert f'id="{link}"' in answer.text
    assert "kept</textarea>" in answer.text
