"""Open a practitioner's side of one conversation."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import allocated_to, must_open
from api.capacity.service import capacity_of
from api.case.service import case_of
from api.casework.schemas import Acknowledged, CaseworkOut
from api.closing.service import closings_of
from api.flag.notice import noticed
from api.flag.service import flags_of
from api.household.service import household_of
from api.interest.service import interests_of
from api.models import Alert, Casework, Conversation, Flag, Outcome
from api.opinion.service import opinions_of
from api.override.service import overrides_of
from api.reader import Reader
from api.record.repository import RecordRepository
from api.settings import get_settings
from api.summary.service import summaries_of
from api.supporter.service import supporters_of
from api.told.log import log_of
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault
from api.weighing.service import weighings_of


def open_casework(
    session: Session, keys: KeyRing, reader: Reader, conversation_id: UUID, *, now: datetime
) -> CaseworkOut:
    """Return all that practitioners did about it. Raises NotAllowed, NotYours or NotFound."""
    conversation = must_open(session, reader, conversation_id, now=now)
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    outcomes = RecordRepository(session).outcomes(conversation_id)
    _note_missing_flags(session, vault, outcomes, now)
    casework = session.get(Casework, conversation_id)
    return CaseworkOut(
        **_place(session, conversation, casework, now),
        allocated_to=allocated_to(session, conversation_id),
        acknowledged=_acknowledged(session, conversation_id),
        flags=flags_of(session, vault, conversation_id),
        opinions=opinions_of(session, vault, conversation_id),
        standing={outcome.id: number for outcome in outcomes if (number := _standing(outcome))},
        summaries=summaries_of(session, vault, conversation_id),
        weighings=weighings_of(session, vault, conversation_id),
        capacity=capacity_of(session, vault, conversation_id),
        interests=interests_of(session, vault, conversation_id),
        supporters=supporters_of(session, vault, conversation_id),
        case=case_of(session, vault, reader, conversation_id, now=now),
        household=household_of(session, reader, conversation_id, now=now),
        informed=log_of(session, vault, conversation_id),
        closings=closings_of(session, vault, conversation_id),
        overrides=overrides_of(session, vault, conversation_id),
    )


def _place(
    session: Session, conversation: Conversation, casework: Casework | None, now: datetime
) -> dict[str, object]:
    """Return where it is in the team's work."""
    days = timedelta(days=get_settings().informed_days)
    if casework is None:
        overdue = conversation.started_at < now - days
        return {"version": 0, "last_seq": conversation.last_seq, "overdue": overdue}
    last_told = casework.informed_at or conversation.started_at
    names = ("version", "read_seq", "informed_at", "review_due_on", "closed_at")
    return {name: getattr(casework, name) for name in names} | {
        "last_seq": conversation.last_seq,
        "overdue": casework.closed_at is None and last_told < now - days,
        "waiting": (casework.asked_seq or 0) >= conversation.last_seq,
    }


def _acknowledged(session: Session, conversation_id: UUID) -> list[Acknowledged]:
    mine = (Alert.conversation_id == conversation_id, Alert.acknowledged_at.is_not(None))
    return [
        Acknowledged.model_validate(
            {"alert_id": row.id, "by": row.acknowledged_as or "", "at": row.acknowledged_at}
        )
        for row in session.scalars(select(Alert).where(*mine))
    ]


def _standing(outcome: Outcome) -> int | None:
    """Return the number of the words that are shown: the newest that was not gone back on."""
    of_text = [version for version in outcome.versions if version.part == "text"]
    kept = [version for version in of_text if not version.taken_back] or of_text
    return kept[-1].number if kept else None


def _note_missing_flags(
    session: Session, vault: Vault, outcomes: Sequence[Outcome], now: datetime
) -> None:
    """Make flags of what was noticed before there were any."""
    ids = [outcome.id for outcome in outcomes]
    query = select(Flag.outcome_id).where(Flag.outcome_id.in_(ids), Flag.source == "noticed")
    known = set(session.scalars(query))
    for outcome in outcomes:
        if outcome.id in known or outcome.label not in ("service", "mixed"):
            continue
        newest = max(version.number for version in outcome.versions if version.part == "text")
        assessment = vault.open_json(outcome.assessment, f"outcome.assessment:{outcome.id}")
        spans = assessment["spans"] if isinstance(assessment, dict) else []
        session.add_all(noticed(outcome, newest, spans, now))
    session.flush()
