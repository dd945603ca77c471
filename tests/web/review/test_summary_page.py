"""The tidy summary: beside the words, read by the same reader, and never lost to a colleague."""

from tests.web.practise import Practitioner, plain
from tests.web.script_bot import SERVICE

SERVICE_WORDING = "To receive a package of care and increased monitoring."


def path(sam: Practitioner) -> str:
    return f"/wishes/{sam.wish}/summary"


def test_it_stands_beside_the_words(sam: Practitioner) -> None:
    page = sam.fill(path(sam), summary="Sleep well at night.").text

    assert "Sleep well at night." in page
    assert SERVICE in plain(page)
    assert "By sam" in plain(page)
    assert "Change the summary of wish 1" in plain(page)


def test_service_language_is_pointed_out_with_the_question_behind_it(sam: Practitioner) -> None:
    answer = sam.fill(path(sam), summary=SERVICE_WORDING, check="yes")

    page = plain(answer.text)
    assert "Your wording sounds like a service in places" in page
    assert "To get behind it, ask: If you had that, what would it give you?" in page
    assert "This is not kept yet." in page
    assert f"{SERVICE_WORDING}</textarea>" in answer.text
    assert "Summaries before" not in sam.see()
    assert "No summary yet" in sam.see()


def test_the_question_calls_the_service_what_the_practitioner_calls_it(sam: Practitioner) -> None:
    page = plain(sam.fill(path(sam), summary="A care package", check="yes").text)

    assert "If you had a care package, what would it give you?" in page


def test_wording_that_names_a_service_is_kept_all_the_same(sam: Practitioner) -> None:
    assert SERVICE_WORDING in plain(sam.fill(path(sam), summary=SERVICE_WORDING).text)


def test_an_empty_summary_is_an_error_at_the_field(sam: Practitioner) -> None:
    for more in ({}, {"check": "yes"}):
        answer = sam.fill(path(sam), summary=" ", **more)
        assert answer.status_code == 422
        assert 'href="#summary"' in answer.text
        assert 'id="summary-error"' in answer.text


def test_two_who_write_at_once_see_both_texts_and_lose_none(sam: Practitioner) -> None:
    sam.fill(path(sam), summary="Sleep well.")

    clash = sam.send(path(sam), summary="Sleep  safely.", seen="0")

    assert clash.status_code == 412
    for text in ("Sleep well.", "Sleep  safely."):
        assert text in clash.text
    assert "[put in: " in clash.text
    again = sam.send(path(sam), summary="Sleep  safely.", seen="1")
    assert again.status_code == 200
    assert "Summaries before (1)" in again.text
    assert "Sleep well." in again.text
