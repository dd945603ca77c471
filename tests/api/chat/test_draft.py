"""What is written and not sent: kept sealed for the box alone, and gone when it is sent."""

import pytest

from api.chat import draft, service
from api.chat.schemas import Started
from api.models import Draft
from api.turn.service import Turns
from tests.api.talk import HARD_TEXTS, record, say
from tests.databases import files_of


def last(turns: Turns, started: Started) -> int:
    return service.read(turns, started.id).messages[-1].seq


@pytest.mark.parametrize("text", [t for t in HARD_TEXTS.values() if t.strip()])
def test_it_comes_back_exactly_as_it_was_written(turns: Turns, started: Started, text: str) -> None:
    draft.keep(turns, started.id, text, seen=last(turns, started))

    assert draft.kept(turns, started.id) == text


def test_the_newest_takes_the_place_of_the_one_before(turns: Turns, started: Started) -> None:
    for text in ("I wa", "I want peace"):
        draft.keep(turns, started.id, text, seen=last(turns, started))

    assert draft.kept(turns, started.id) == "I want peace"


def test_a_box_that_was_emptied_keeps_nothing(turns: Turns, started: Started) -> None:
    for text in ("I want peace", " "):
        draft.keep(turns, started.id, text, seen=last(turns, started))

    assert draft.kept(turns, started.id) == ""


def test_what_comes_late_from_before_it_was_sent_is_passed_over(
    turns: Turns, started: Started
) -> None:
    before = last(turns, started)
    say(turns, started, "I want peace")

    draft.keep(turns, started.id, "I want pea", seen=before)

    assert draft.kept(turns, started.id) == ""


def test_what_was_sent_is_no_draft_even_where_deleting_it_failed(
    turns: Turns, started: Started
) -> None:
    draft.keep(turns, started.id, "I want peace", seen=last(turns, started))

    say(turns, started, "I want peace")

    assert draft.kept(turns, started.id) == ""


def test_it_is_no_part_of_the_record(turns: Turns, started: Started) -> None:
    draft.keep(turns, started.id, "quokkapuddle", seen=last(turns, started))

    assert "quokkapuddle" not in str(record(turns, started))


def test_it_lies_in_no_file_in_the_clear(turns: Turns, started: Started, database: str) -> None:
    draft.keep(turns, started.id, "quokkapuddle", seen=last(turns, started))

    assert draft.kept(turns, started.id) == "quokkapuddle"
    files = list(files_of(database))
    assert files
    assert not [file for file in files if b"quokkapuddle" in file.read_bytes()]


def test_erasing_the_conversation_erases_it(turns: Turns, started: Started) -> None:
    draft.keep(turns, started.id, "I want peace", seen=last(turns, started))

    service.erase(turns, started.id)

    with turns.reading() as session:
        assert session.query(Draft).count() == 0
