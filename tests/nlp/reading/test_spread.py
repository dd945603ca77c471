"""Where copies of an example are taught."""

from nlp.reading.corpus import Row
from nlp.reading.spread import spread

HELP = Row("can you help me with this page", "ask_access_support", "any", "test")
STOP = Row("i would like to leave it there", "stop_conversation", "any", "test")
DOG = Row("i want to walk my dog every day", "inform", "outcome", "test")


def test_a_row_more_moves_no_other_rows_copies() -> None:
    alone = [copies(spread([row])) for row in (HELP, STOP, DOG)]

    assert copies(spread([HELP, STOP, DOG])) == set.union(*alone)


def test_a_row_that_means_the_same_everywhere_is_taught_at_three_kinds_of_questions() -> None:
    assert len(copies(spread([HELP]))) == 4


def test_no_copy_goes_where_the_words_are_taught_as_something_else() -> None:
    everywhere = [question for _, question in copies(spread([HELP])) if question != "any"]
    told = [Row(HELP.text, "inform", question, "test") for question in everywhere]

    added = [row for row, _ in spread([HELP, *told]) if row.intent == HELP.intent]

    assert added == [HELP]


def copies(taught: list[tuple[Row, float]]) -> set[tuple[str, str]]:
    return {(row.text, row.question) for row, _ in taught}
