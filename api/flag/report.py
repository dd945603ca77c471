"""How often the reader is right, by kind, from what practitioners decided; and what it got wrong,
to learn from, only where the person said that their words may be shared."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.access.service import visible
from api.audit.service import write as write_audit
from api.flag.schemas import FlagOut
from api.flag.service import flags_of, words_of_version
from api.models import Conversation, Flag, FlagDecision
from api.reader import Reader, must
from api.vault.keys import KeyRing
from api.vault.vault import open_vault


class KindReport(BaseModel):
    """`precision` is the part of the decided flags that held; None before any was decided."""

    kind: str
    noticed: int
    accepted: int
    dismissed: int
    asked: int
    undecided: int
    missed: int
    precision: float | None
    reasons: dict[str, int]


def report(session: Session, reader: Reader, *, now: datetime) -> list[KindReport]:
    """Return one line for each kind, by name. Holds no words; the look is audited."""
    must(reader, "read_conversations")
    write_audit(session, reader.actor, "listed", "flag report", now)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for kind, source, decision, reason, number in _standing(session):
        standing = "undecided" if decision in (None, "undone") else str(decision)
        if source == "added":
            counts[kind]["missed"] += number if standing == "accepted" else 0
            continue
        counts[kind]["noticed"] += number
        counts[kind][standing] += number
        if standing == "dismissed":
            reasons[kind][str(reason)] += number
    return [_line(kind, counts[kind], reasons[kind]) for kind in sorted(counts)]


def _standing(session: Session) -> Iterable[tuple[str, str, str | None, str | None, int]]:
    """Return how many flags have each newest decision."""
    newest = select(func.max(FlagDecision.id)).group_by(FlagDecision.flag_id)
    one = select(FlagDecision).where(FlagDecision.id.in_(newest)).subquery()
    parts = (Flag.kind, Flag.source, one.c.decision, one.c.reason)
    query = select(*parts, func.count()).outerjoin(one, one.c.flag_id == Flag.id)
    return [(*row,) for row in session.execute(query.group_by(*parts))]


def _line(kind: str, counts: Counter[str], reasons: Counter[str]) -> KindReport:
    decided = counts["accepted"] + counts["dismissed"]
    names = ("noticed", "accepted", "dismissed", "asked", "undecided", "missed")
    return KindReport(
        kind=kind,
        **{name: counts[name] for name in names},
        precision=counts["accepted"] / decided if decided else None,
        reasons=dict(reasons),
    )


def examples(
    session: Session, keys: KeyRing, reader: Reader, *, now: datetime
) -> Iterator[dict[str, Any]]:
    """Give each decided wording with the spans that hold and those that do not.

    Only from conversations whose person agreed to share; no ids and no names of who decided. Each
    conversation that words are taken from is a row of the audit. Raises NotAllowed.
    """
    must(reader, "export_examples")
    write_audit(session, reader.actor, "listed", "examples", now)  # even where there are none
    decided = select(Flag.conversation_id).join(FlagDecision, FlagDecision.flag_id == Flag.id)
    shared = (Conversation.consent == "share", Conversation.id.in_(decided))
    query, narrowed = select(Conversation).where(*shared), visible(reader, now)
    if narrowed is not None:
        query = query.where(narrowed)
    for conversation in session.scalars(query).all():
        write_audit(session, reader.actor, "examples_exported", str(conversation.id), now)
        yield from _examples_of(session, keys, conversation)


def _examples_of(
    session: Session, keys: KeyRing, conversation: Conversation
) -> Iterator[dict[str, Any]]:
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    wordings: defaultdict[tuple[UUID | None, int | None], list[FlagOut]] = defaultdict(list)
    for flag in flags_of(session, vault, conversation.id):
        if flag.standing is not None and flag.standing.decision in ("accepted", "dismissed"):
            wordings[flag.outcome_id, flag.seq or flag.number].append(flag)
    for flags in wordings.values():
        held = [flag for flag in flags if flag.standing and flag.standing.decision == "accepted"]
        yield {
            "text": words_of_version(session, vault, conversation.id, flags[0]),
            "spans": [_span(flag) for flag in held],
            "dismissed": [
                _span(flag) | {"reason": flag.standing.reason if flag.standing else None}
                for flag in flags
                if flag not in held
            ],
        }


def _span(flag: FlagOut) -> dict[str, Any]:
    return {"start": flag.start, "end": flag.end, "kind": flag.kind, "source": flag.source}
