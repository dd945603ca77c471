"""Looking back: whether each outcome came about, what difference it made, how safe they feel."""

from api.command import schemas
from api.command.handle import handle
from api.command.recorder import Context
from api.models import SafetyScale


@handle.register
def record_review(command: schemas.RecordReview, at: Context) -> None:
    outcome = at.outcome(command.outcome_id)
    if command.achieved is not None:
        outcome.achieved = command.achieved
    if command.difference is not None:
        at.must_have_been_said(command.difference)
        where = f"outcome.difference:{outcome.id}"
        outcome.difference = at.vault.seal(command.difference, where)


@handle.register
def record_safety_scale(command: schemas.RecordSafetyScale, at: Context) -> None:
    if at.is_known(SafetyScale, command.id):
        return
    at.session.add(
        SafetyScale(
            id=command.id,
            conversation_id=at.conversation.id,
            turn_seq=at.seq,
            value=command.value,
            at=at.now,
            when=command.when,
        )
    )
