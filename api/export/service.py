"""Take one conversation out: what is allowed to leave, and a row of the audit for each time."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.service import must_open
from api.audit.service import write as write_audit
from api.casework.open import open_casework
from api.export.notes import notes_of
from api.export.schemas import (
    AlertLine,
    CardLine,
    EnquiryWish,
    Export,
    Line,
    Message,
    Said,
    ScaleLine,
    Wish,
    Wording,
)
from api.export.sides import of_others, without
from api.reader import Reader
from api.record.open import RecordOpener
from api.record.repository import RecordRepository
from api.record.schemas import ConversationRecord, OutcomeOut
from api.vault.keys import KeyRing
from api.vault.vault import open_vault

Format = Literal["json", "csv", "docx", "pdf"]


def export(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    *,
    form: Format,
    notes: bool,
    now: datetime,
) -> Export:
    """Return what leaves; the audit says in which form, and whether notes went with it.

    Raises NotAllowed, NotFound, or NotYours.
    """
    conversation = must_open(session, reader, conversation_id, "export", now=now)
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    opener = RecordOpener(RecordRepository(session), vault, conversation)
    record = without(opener, of_others(session, conversation))
    found = exported(record, now)
    if notes:
        casework = open_casework(session, keys, reader, conversation_id, now=now)
        found.notes = notes_of(record, casework)
    action = f"exported_{form}_notes" if notes else f"exported_{form}"
    write_audit(session, reader.actor, action, str(conversation_id), now)
    return found


def exported(record: ConversationRecord, now: datetime) -> Export:
    """Return the person's own side, each field by name."""
    return Export(
        started_at=record.started_at,
        exported_at=now,
        channel=record.channel,
        status=record.status,
        role=record.role,
        relationship=record.relationship,
        together=record.together,
        consent=record.consent,
        needs=record.needs,
        contact=[str(value) for value in record.contact.values()],
        wishes=_wishes(record.outcomes),
        said=[
            Said(kind=one.kind, text=one.text, said_by=one.said_by, provenance=one.provenance)
            for one in record.statements
        ],
        cards=[
            CardLine(
                theme=one.theme,
                face=one.face,
                caption=one.caption,
                said_by=one.said_by,
                provenance=one.provenance,
                at=one.at,
            )
            for one in record.cards
        ],
        enquiry=EnquiryWish(
            wish=record.enquiry.wish,
            reason=record.enquiry.reason,
            others_at_risk=record.enquiry.others_at_risk,
        ),
        options=record.options,
        safety_scale=[
            ScaleLine(value=one.value, when=one.when, at=one.at) for one in record.safety_scale
        ],
        alerts=[
            AlertLine(level=one.level, kind=one.kind, at=one.at, acknowledged=one.acknowledged)
            for one in record.alerts
        ],
        messages=[Message(text=one.text, at=one.at, read_at=one.read_at) for one in record.told],
        transcript=[
            Line(number=turn.seq, who=turn.sender, text=turn.text, at=turn.at)
            for turn in record.turns
        ],
        notes=None,
    )


def _wishes(outcomes: list[OutcomeOut]) -> list[Wish]:
    numbers = {outcome.id: number for number, outcome in enumerate(outcomes, start=1)}
    return [
        Wish(
            number=numbers[one.id],
            text=one.text,
            said_by=one.said_by,
            provenance=one.provenance,
            confirmed=one.confirmed,
            rank=one.rank,
            importance=one.importance,
            themes=one.themes,
            deeper=one.deeper,
            plan=one.plan,
            pulls_apart_from=[numbers[other] for other in one.conflicts_with if other in numbers],
            part_of=numbers.get(one.nearest_to) if one.nearest_to else None,
            status=one.status,
            achieved=one.review.achieved if one.review else None,
            difference=one.review.difference if one.review else None,
            wordings=[Wording(text=version.text, at=version.at) for version in one.versions],
        )
        for one in outcomes
    ]
