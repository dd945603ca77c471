"""JSON lines: order kept, bad lines named, the rest still answered."""

import io
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import jsonl
from cli.jsonl import BadLine, GoodLine, Row


def run(text: bytes, needs: tuple[str, ...] = ("text",)) -> tuple[list[Row], list[BadLine]]:
    target = io.BytesIO()
    complaints: list[BadLine] = []
    bad = jsonl.process(
        io.BytesIO(text),
        target,
        needs=needs,
        answer=lambda rows: [{"size": len(row["text"])} for row in rows],
        complain=complaints.append,
    )
    assert bad == len(complaints)
    return [json.loads(line) for line in target.getvalue().splitlines()], complaints


def test_each_row_comes_back_in_order_with_what_was_added() -> None:
    lines = b"".join(b'{"id": "%d", "text": "ab"}\n' % n for n in range(1000))

    rows, _ = run(lines)

    assert [row["id"] for row in rows] == [str(n) for n in range(1000)]
    assert rows[0] == {"id": "0", "text": "ab", "size": 2}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'"words"', "not a JSON object"),
        (b'{"id": "1"}', '"text" is missing'),
        (b'{"id": "1", "text": null}', '"text" is not text'),
        (b'{"id": "1", "text": 7}', '"text" is not text'),
        (b'{"text": "a", "n": NaN}', "not JSON"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(line: bytes, why: str) -> None:
    rows, complaints = run(b'{"id": "1", "text": ""}\n' + line + b'\n{"id": "3", "text": "x"}\n')

    assert complaints == [BadLine(2, why)]
    assert [row["id"] for row in rows] == ["1", "3"]


def test_blank_lines_are_passed_over_and_counted() -> None:
    rows, complaints = run(b'\n  \r\n{"text": "a"}\nbad\n')

    assert len(rows) == 1
    assert complaints == [BadLine(4, "not JSON")]


def test_a_last_line_without_its_end_is_read() -> None:
    rows, _ = run(b'{"text": "a"}')

    assert rows == [{"text": "a", "size": 1}]


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    rows, complaints = run(b'\xef\xbb\xbf{"text": "a"}\n')

    assert rows
    assert not complaints


def test_half_a_surrogate_pair_comes_back_as_it_went_in() -> None:
    rows, _ = run(b'{"text": "\\ud800"}\n')

    assert rows[0]["text"] == "\ud800"


@given(st.text())
def test_any_text_comes_back_exactly(text: str) -> None:
    rows, _ = run(json.dumps({"text": text}, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

    assert rows[0]["text"] == text.encode("utf-8", "replace").decode()


def test_a_line_is_answered_before_the_next_is_written() -> None:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as source, os.fdopen(write_end, "wb") as feed:
        waiting = jsonl.batches(source)
        feed.write(b"one\n")
        feed.flush()

        assert next(waiting) == [(1, b"one\n")]

        feed.close()
        assert list(waiting) == []


def test_parse_keeps_what_it_does_not_know() -> None:
    line = jsonl.parse(1, b'{"text": "a", "extra": [1]}', ("text",))

    assert line == GoodLine(1, {"text": "a", "extra": [1]})
