"""Features of many messages as numbers."""

import numpy as np
import pytest

from nlp.reading.corpus import Row
from nlp.reading.features import features_at, seen_in
from nlp.reading.normalise import words_of
from nlp.reading.rulebook import load_rules
from nlp.reading.safety import find
from nlp.reading.table import Table, matrix, table_of, vocabulary

RULES = load_rules()
ROWS = [
    Row("he hits me", "report_danger", "any", "test"),
    Row("he hits me", "report_danger", "happened", "test"),
    Row("I want my dog", "inform", "outcome", "test"),
    Row("he hits me", "report_danger", "outcome", "test"),
]


def test_messages_have_the_features_that_each_has_when_it_is_read_by_itself() -> None:
    table = table_of(ROWS, RULES)

    parts = np.split(table.held, np.cumsum(table.lengths)[:-1])
    assert [[table.names[n] for n in part] for part in parts] == [by_itself(row) for row in ROWS]


def by_itself(row: Row) -> list[str]:
    words = words_of(row.text)
    return features_at(seen_in(words, RULES), row.question, find(words, RULES, row.question))


def test_a_feature_of_one_row_only_is_no_column_and_columns_are_in_the_order_of_names() -> None:
    index = vocabulary(table_of(ROWS, RULES))

    assert "w:hits" in index
    assert "w:dog" not in index
    assert list(index) == sorted(index)
    assert list(index.values()) == list(range(len(index)))


def test_what_is_not_let_through_is_no_column() -> None:
    index = vocabulary(table_of(ROWS, RULES), lambda name: not name.startswith("c:"))

    assert index
    assert not any(name.startswith("c:") for name in index)


def test_each_row_weighs_the_same_however_many_features_it_has() -> None:
    table = table_of(ROWS, RULES)

    lines = matrix(table, vocabulary(table))

    sizes = np.sqrt(lines.multiply(lines).sum(axis=1))
    assert sizes == pytest.approx(np.ones((len(ROWS), 1)), abs=1e-6)


def test_a_row_of_which_nothing_is_known_is_empty() -> None:
    strange = Table(["w:zyzzyva"], np.zeros(1, dtype=np.int32), np.ones(1, dtype=np.int64))

    assert matrix(strange, {"w:dog": 0}).nnz == 0
