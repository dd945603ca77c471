"""Tell the adult who looked at what they said: from the audit, by day, without names unless the
council lets them be shown (docs/decisions/0066-who-looked.md)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import get_args
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.chat.repository import ChatRepository
from api.chat.sides import must_be_theirs
from api.language.local import local
from api.looked.schemas import Deed, Look, LookedDay, LookedOut, Who
from api.models import AuditEvent, User
from api.turn.service import Turns, found

LOOKED = {"viewed", "broke_glass"}
WROTE = {
    *("told", "recorded", "summary_written", "informed", "closed", "reopened"),
    *("interest_named", "interest_lifted", "capacity_recorded", "wish_weighed", "supporter_added"),
    *("opinion_asked", "opinion_agreed", "opinion_disagreed"),
    *("flag_added", "flag_dismissed", "flag_asked"),
    *("override_written", "override_agreed", "override_refused"),
}
DEEDS: tuple[Deed, ...] = get_args(Deed)
# Whoever reads the list again and again is written down once: rows of the audit stay for ever.
ONCE_IN = timedelta(minutes=15)


def who_looked(turns: Turns, conversation_id: UUID) -> LookedOut:
    """Return who looked, copied and wrote, day by day. That it was asked for is audited, once
    in a quarter of an hour. Raises NotAllowed for any but the adult's side, where two have
    written."""
    with turns.sessions.begin() as session:
        conversation = found(ChatRepository(session).get(conversation_id))
        must_be_theirs(conversation)
        mine = select(AuditEvent).where(AuditEvent.subject == str(conversation_id))
        rows = session.scalars(mine.order_by(AuditEvent.id)).all()
        days = _by_day(rows, _roles(session, rows), names=turns.settings.show_staff_names)
        now = turns.clock()
        if not _read_lately(rows, now):
            write_audit(session, "adult", "read_who_looked", str(conversation_id), now)
    return LookedOut(days=days)


def _read_lately(rows: Iterable[AuditEvent], now: datetime) -> bool:
    return any(row.action == "read_who_looked" and row.at > now - ONCE_IN for row in rows)


def deed_of(action: str) -> Deed | None:
    """Return what an action of the audit is to the adult; None for what is no look at their
    words, such as an allocation."""
    if action.startswith("exported") or action == "examples_exported":
        return "copied"
    if action in LOOKED:
        return "looked"
    return "wrote" if action in WROTE else None


def _roles(session: Session, rows: Iterable[AuditEvent]) -> dict[str, str]:
    """Return the role of each account that is named."""
    names = {row.actor.removeprefix("user:") for row in rows if row.actor.startswith("user:")}
    query = select(User.username, User.role).where(User.username.in_(names))
    return {row.username: row.role for row in session.execute(query)}


def _by_day(rows: Iterable[AuditEvent], roles: dict[str, str], *, names: bool) -> list[LookedDay]:
    days: dict[date, dict[tuple[Who, str | None], set[Deed]]] = {}
    for row in rows:
        deed = deed_of(row.action)
        if deed is None or row.actor in ("adult", "nobody"):
            continue
        kind, _, name = row.actor.partition(":")
        shown = name if names and kind == "user" else None
        looks = days.setdefault(local(row.at).date(), {})
        looks.setdefault((_who(kind, roles.get(name)), shown), set()).add(deed)
    return [
        LookedDay(
            day=day,
            looks=[
                Look(who=who, name=name, did=[deed for deed in DEEDS if deed in did])
                for (who, name), did in looks.items()
            ],
        )
        for day, looks in sorted(days.items(), reverse=True)
    ]


def _who(kind: str, role: str | None) -> Who:
    if kind == "system":
        return "system"
    if kind == "token":
        return "program"
    if role == "practitioner":
        return "practitioner"
    return "lead" if role == "lead" else "staff"
