"""Lists in pages: which page it is, and the ones before and after."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pages:
    number: int
    last: int
    newer: str | None
    older: str | None

    @property
    def beyond(self) -> bool:
        """Tell whether there is no such page: the list has become shorter since, say."""
        return self.number > self.last


def pages_of(total: int, per_page: int, number: int, address: Callable[[int], str]) -> Pages:
    """Return where page `number` of so many lines stands; `address` leads to a page by number."""
    last = max(1, -(-total // per_page))
    return Pages(
        number=number,
        last=last,
        newer=address(number - 1) if number > 1 else None,
        older=address(number + 1) if number < last else None,
    )
