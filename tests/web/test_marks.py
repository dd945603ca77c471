from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from web.review.marks import marks, pieces


def a_span(start: int, end: int, **changes: Any) -> dict[str, Any]:
    fields = {"kind": "equipment", "side": "service", "reason": "It is a thing."}
    return {"start": start, "end": end, **fields, **changes}


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: a_span(*sorted(ends)))
)


@given(st.text(max_size=30), spans)
def test_the_pieces_join_up_to_exactly_the_words(text: str, noticed: list[dict[str, Any]]) -> None:
    assert "".join(piece.text for piece in pieces(text, noticed)) == text


def test_a_mark_holds_the_words_and_the_reason() -> None:
    before, marked, after = pieces("a grab rail 😀 please", [a_span(2, 11)])

    assert (before.text, marked.text, after.text) == ("a ", "grab rail", " 😀 please")
    assert marked.mark is not None
    assert (marked.mark.kind, marked.mark.reason) == ("equipment", "It is a thing.")


def test_where_two_overlap_both_keep_their_reason() -> None:
    noticed = [a_span(0, 6, reason="first"), a_span(4, 9, reason="second")]

    assert [piece.text for piece in pieces("abcdefghij", noticed)] == ["abcdef", "ghi", "j"]
    assert [mark.reason for mark in marks("abcdefghij", noticed)] == ["first", "second"]


def test_their_own_reason_is_told_from_a_service() -> None:
    (mark,) = marks("to sleep", [a_span(0, 8, kind=None, side="personal")])

    assert (mark.kind, mark.side) == ("personal", "personal")
