"""Who is here, alerts, going back on a turn, and the conversation's own state."""

from sqlalchemy import delete, select, update

from api.command import schemas
from api.command.handle import handle
from api.command.recorder import Context
from api.errors import CommandRefused
from api.invite.alert import open_to_all
from api.models import (
    Alert,
    ChatSession,
    Conflict,
    DifferingView,
    Need,
    Option,
    Outcome,
    OutcomeVersion,
    Statement,
    Turn,
)

TAKEN_BACK_WITH_TURN = (Statement, Option, Need, DifferingView)


@handle.register
def record_role(command: schemas.RecordRole, at: Context) -> None:
    conversation = at.conversation
    if command.role is not None:
        conversation.role = command.role
    if command.together is not None:
        conversation.together = command.together
    if command.whose_words is not None:
        conversation.whose_words = command.whose_words
    if command.relationship is not None:
        at.must_have_been_said(command.relationship)
        where = f"conversation.relationship:{conversation.id}"
        conversation.relationship = at.vault.seal(command.relationship, where)


@handle.register
def record_consent(command: schemas.RecordConsent, at: Context) -> None:
    at.conversation.consent = command.consent


@handle.register
def record_contact(command: schemas.RecordContact, at: Context) -> None:
    """Keep how and when it is safe to reach them, in their words."""
    at.must_have_been_said(command.text)
    where = f"conversation.contact:{at.conversation.id}"
    said = {"words": command.text, "turn_seq": at.seq}
    at.conversation.contact = at.vault.seal_json(said, where)


@handle.register
def raise_alert(command: schemas.RaiseAlert, at: Context) -> None:
    if at.is_known(Alert, command.id):
        return
    at.session.add(
        Alert(
            id=command.id,
            conversation_id=at.conversation.id,
            turn_seq=at.seq,
            level=command.level,
            kind=command.kind,
            at=at.now,
        )
    )
    open_to_all(at.session, at.conversation.id, now=at.now)


@handle.register
def take_back(command: schemas.TakeBack, at: Context) -> None:
    turn = at.session.get(Turn, (at.conversation.id, command.turn_id))
    if turn is None:
        raise CommandRefused("turn")
    here = at.conversation.id
    for table in TAKEN_BACK_WITH_TURN:
        said = (table.conversation_id == here, table.turn_seq == turn.seq)
        at.session.execute(update(table).where(*said).values(taken_back=True))
    _take_back_outcomes(turn.seq, at)


def _take_back_outcomes(seq: int, at: Context) -> None:
    """Withdraw the versions that the turn added, and an outcome that is left with no words."""
    at.session.flush()
    ids = at.outcome_ids()
    of_turn = (OutcomeVersion.outcome_id.in_(ids), OutcomeVersion.turn_seq == seq)
    at.session.execute(update(OutcomeVersion).where(*of_turn).values(taken_back=True))
    standing = select(OutcomeVersion.outcome_id).where(
        OutcomeVersion.outcome_id.in_(ids),
        OutcomeVersion.part == "text",
        OutcomeVersion.taken_back.is_(False),
    )
    bare = (Outcome.id.in_(ids), Outcome.id.not_in(standing))
    gone = {"status": "withdrawn", "withdrawn_at": at.now}
    at.session.execute(update(Outcome).where(*bare).values(**gone))
    apart = (Conflict.turn_seq == seq, Conflict.outcome_id.in_(ids))
    if at.session.execute(delete(Conflict).where(*apart).returning(Conflict.turn_seq)).all():
        at.session.execute(update(Outcome).where(Outcome.id.in_(ids)).values(plan=None))
    at.session.expire_all()


@handle.register
def set_status(command: schemas.SetStatus, at: Context) -> None:
    at.conversation.status = command.status


@handle.register
def hand_over(command: schemas.HandOver, at: Context) -> None:
    at.conversation.voice = command.voice


@handle.register
def close_sessions(command: schemas.CloseSessions, at: Context) -> None:
    mine = ChatSession.conversation_id == at.conversation.id
    at.session.execute(delete(ChatSession).where(mine))
