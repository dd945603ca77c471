"""A translation that loses what must reach the reader is not shown, and its fault is named."""

import pytest

from api.language.faults import faults_in
from api.language.sources import Entry

WHO = Entry("start.who", "A worker from {organisation} reads it.", 1)
DANGER = Entry("site.footer", "If you are in danger now, call 999. Or text 18000.", 1)
SECONDS = Entry("lasting", "{number} second", 1, many="{number} seconds")


@pytest.mark.parametrize(
    ("entry", "translated", "faults"),
    [
        (WHO, ["Bydd {organisation} yn darllen."], []),
        (WHO, ["Bydd y cyngor yn darllen."], ["{organisation} is missing"]),
        (WHO, ["{organisation} {name}"], ["{name} is not in the English"]),
        (WHO, ["{organisation} {organisation.x}"], ["{organisation.x} is not in the English"]),
        (WHO, ["{organisation} {"], ["a bracket { or } is left open"]),
        (DANGER, ["Ffoniwch 999 neu 18000."], []),
        (DANGER, ["Ffoniwch 99 neu 18000."], ["the number 999 is missing"]),
        (DANGER, ["Ffoniwch 9990 neu 18000."], ["the number 999 is missing"]),
        (SECONDS, ["un eiliad", "{number} eiliad"], []),
        (SECONDS, ["{seconds} eiliad"], ["{seconds} is not in the English"]),
    ],
)  # fmt: skip
def test_a_fault_is_named(entry: Entry, translated: list[str], faults: list[str]) -> None:
    assert faults_in(entry, translated) == faults
