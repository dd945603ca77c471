"""Weighing a wish on the pages, with and without a colleague who was faster."""

from tests.web.practise import Practitioner, plain

COLUMNS = {"good": "She is not alone.", "against": "He may come.", "person": "It is my home."}


def path(sam: Practitioner) -> str:
    return f"/wishes/{sam.wish}/weighing"


def test_the_three_columns_stand_with_the_wish(sam: Practitioner) -> None:
    assert "This wish has not been weighed yet." in plain(sam.see())

    page = plain(sam.fill(path(sam), **COLUMNS).text)

    for text in (*COLUMNS.values(), "What the person says"):
        assert text in page
    page = plain(sam.fill(path(sam), **COLUMNS).text)
    assert "Weighed before (1)" in page


def test_the_newest_is_what_the_form_begins_with(sam: Practitioner) -> None:
    sam.fill(path(sam), **COLUMNS)

    assert "It is my home.</textarea>" in sam.see(path(sam))


def test_what_the_person_says_cannot_be_left_out(sam: Practitioner) -> None:
    answer = sam.fill(path(sam), **COLUMNS | {"person": " "})

    assert answer.status_code == 422
    assert 'href="#person"' in answer.text
    assert "She is not alone.</textarea>" in answer.text


def test_service_words_in_a_column_are_pointed_out_and_nothing_is_kept(sam: Practitioner) -> None:
    answer = sam.fill(path(sam), **COLUMNS | {"good": "A care package"}, check="yes")

    assert "If you had a care package, what would it give you?" in plain(answer.text)
    assert "This wish has not been weighed yet." in plain(sam.see())


def test_two_who_weigh_at_once_see_both_and_lose_none(sam: Practitioner) -> None:
    sam.fill(path(sam), **COLUMNS)

    clash = sam.send(path(sam), **COLUMNS | {"good": "She has company."}, seen="0")

    assert clash.status_code == 412
    assert "She is not alone." in clash.text
    assert "She has company.</textarea>" in clash.text
    again = sam.send(path(sam), **COLUMNS | {"good": "She has company."}, seen="1")
    assert "She has company." in plain(again.text)
