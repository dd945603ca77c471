"""Word differences: nothing of either wording is lost or changed."""

from hypothesis import given
from hypothesis import strategies as st

from web.review.differences import Change, differences

WORDINGS = st.text(alphabet="ab é,.\n\t😀", max_size=40)


@given(WORDINGS, WORDINGS)
def test_the_pieces_join_up_to_both_wordings(before: str, after: str) -> None:
    found = differences(before, after)

    assert "".join(one.text for one in found if one.kind != "added") == before
    assert "".join(one.text for one in found if one.kind != "gone") == after


def test_a_word_that_changed_is_taken_out_and_put_in() -> None:
    assert differences("I want peace", "I want quiet") == [
        Change("same", "I want "), Change("gone", "peace"), Change("added", "quiet"),
    ]  # fmt: skip


def test_wordings_too_long_to_compare_are_shown_one_after_the_other() -> None:
    long = "a " * 5_000

    assert differences(long, long + "b") == [Change("gone", long), Change("added", long + "b")]
