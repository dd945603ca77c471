"""Staff's own wording of a person's wishes, read as the person's words are: what sounds like a
service, and the question that gets behind it. It is shown, and never in the way of keeping."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.assessment.service import assess
from api.reader import Reader
from web.review.marks import Mark, Piece, marks, pieces
from web.wording import words_in

LONGEST = 5_000


@dataclass(frozen=True)
class Named:
    """Words that name a service, and the question behind them."""

    mark: Mark
    question: str


@dataclass(frozen=True)
class Checked:
    """One field, read. `named` is empty where no service is named."""

    name: str
    pieces: list[Piece]
    named: list[Named]


def check_wording(user: Reader, form: Mapping[str, str], *names: str) -> list[Checked]:
    """Return the fields that were filled in, read, where `check` was pressed; else nothing."""
    if not form.get("check"):
        return []
    texts = {name: form.get(name, "")[:LONGEST] for name in names}
    return [
        _checked(name, text, assess(user, text)) for name, text in texts.items() if text.strip()
    ]


def _checked(name: str, text: str, found: dict[str, Any]) -> Checked:
    spans = found["spans"]
    if found["label"] not in ("service", "mixed"):
        return Checked(name, pieces(text, spans), [])
    named = [mark for mark in marks(text, spans) if mark.side == "service"]
    return Checked(
        name, pieces(text, spans), [Named(mark, _question(mark, found["deeper"])) for mark in named]
    )


def _question(mark: Mark, deeper: dict[str, str] | None) -> str:
    """Return the question behind it: with their own name for it where that reads well."""
    work = words_in().work
    if deeper and deeper["kind"] == mark.kind and deeper["service_text"]:
        return str(work.asks_named[mark.kind]).format(words=deeper["service_text"])
    return str(work.asks.named(mark.kind))
