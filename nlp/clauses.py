"""Cut an utterance into the short clauses that are each a wish, a service or neither."""

from collections.abc import Sequence

from nlp.words import Word

ENDS = frozenset(".!?;:…\n")
BREAKS = frozenset(',()[]-–—/"“”|•+&=')
# A clause starts before these words whatever stands around them.
TURNS = frozenset(
    "because becuase becos becoz cos coz cuz cus bcos so but then if when while until till though "
    "although unless whereas except otherwise instead mainly mostly which where".split()
)
# After "and" or "or" a clause starts only when one of these comes next.
AFTER_AND = frozenset(
    "i im id ill ive he hes she shes they we you it its that there then maybe perhaps to not no "
    "nobody just my mostly mainly if so for what also want ah get be have being let make "
    "see".split()
)
AFTER_TO_BREAK = 2


def cut(words: Sequence[Word], service_classes: frozenset[int]) -> list[int]:
    """Return, for each word, the number of its clause (0, 0, 0, 1, 1 …), never falling."""
    numbers: list[int] = []
    current, size = 0, 0
    for at, word in enumerate(words):
        if size and _starts(words, at, size, service_classes):
            current, size = current + 1, 0
        numbers.append(current)
        size += word.norm[:1].isalnum()
    return numbers


def _starts(words: Sequence[Word], at: int, size: int, service: frozenset[int]) -> bool:
    before, here = words[at - 1].norm, words[at].norm
    if not here[:1].isalnum():
        return False
    if before[:1] in ENDS or before[:1] in BREAKS:
        return True
    if here in TURNS:
        return not (here in ("if", "when") and before in ("as", "even"))
    after = words[at + 1].norm if at + 1 < len(words) else ""
    if here in ("and", "or", "plus"):
        return after in AFTER_AND
    if here in ("to", "that") and size >= AFTER_TO_BREAK:
        return any(c in service for c in words[at - 1].classes)
    return here == "in" and after == "order"
