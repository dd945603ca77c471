"""A number that could be one person is not shown, and cannot be worked out."""

from collections import defaultdict
from itertools import product

import pytest

from api.core.small_numbers import shown


@pytest.mark.parametrize(
    ("count", "seen"), [(0, None), (4, None), (5, 5), (9, 5), (10, 10), (14, 10), (15, 15)]
)
def test_small_numbers_are_hidden_and_the_rest_rounded_down(count: int, seen: int | None) -> None:
    assert shown(count, 5) == seen


@pytest.mark.parametrize("least", [5, 8])
@pytest.mark.parametrize("others", [1, 2, 3])
def test_a_hidden_month_cannot_be_told_from_the_months_around_it(least: int, others: int) -> None:
    possible = defaultdict(set)
    for hidden, *months in product(range(least), *[range(3 * least)] * others):
        total = shown(hidden + sum(months), least)
        possible[total, *(shown(month, least) for month in months)].add(hidden)

    assert all(len(numbers) > 1 for numbers in possible.values())
