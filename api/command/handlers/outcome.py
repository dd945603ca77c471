"""Outcomes: their words are versions, and what was noticed in them stands beside them."""

from uuid import UUID

from sqlalchemy import select

from api.command import schemas
from api.command.handle import handle
from api.command.recorder import Context
from api.flag.notice import noticed
from api.models import Conflict, Outcome, OutcomeVersion


@handle.register
def record_outcome(command: schemas.RecordOutcome, at: Context) -> None:
    at.must_have_been_said(command.text)
    if at.is_known(Outcome, command.id):
        return
    outcome = Outcome(
        id=command.id,
        conversation_id=at.conversation.id,
        position=len(at.outcome_ids()) + 1,
        status="active",
        said_by=command.said_by,
        provenance=command.provenance,
        confirmed=False,
        nearest_to=at.outcome(command.nearest_to).id if command.nearest_to else None,
    )
    _keep_assessment(outcome, command.assessment, at)
    at.session.add(outcome)
    at.session.flush()
    number = _add_version(command.id, "text", command.text, at)
    _note_flags(outcome, number, command.assessment, at)


@handle.register
def revise_outcome(command: schemas.ReviseOutcome, at: Context) -> None:
    at.must_have_been_said(command.text)
    outcome = at.outcome(command.id)
    _keep_assessment(outcome, command.assessment, at)
    outcome.confirmed = False
    number = _add_version(command.id, "text", command.text, at)
    _note_flags(outcome, number, command.assessment, at)


@handle.register
def record_deeper(command: schemas.RecordDeeper, at: Context) -> None:
    at.must_have_been_said(command.text)
    at.outcome(command.id)
    _add_version(command.id, "deeper", command.text, at)


@handle.register
def confirm_outcome(command: schemas.ConfirmOutcome, at: Context) -> None:
    at.outcome(command.id).confirmed = True


@handle.register
def set_importance(command: schemas.SetImportance, at: Context) -> None:
    at.must_have_been_said(command.text)
    where = f"outcome.importance:{command.id}"
    at.outcome(command.id).importance = at.vault.seal(command.text, where)


@handle.register
def rank_outcomes(command: schemas.RankOutcomes, at: Context) -> None:
    for rank, outcome_id in enumerate(command.ids, start=1):
        at.outcome(outcome_id).rank = rank


@handle.register
def plan_apart(command: schemas.PlanApart, at: Context) -> None:
    at.outcome(command.plan_a).plan = "A"
    at.outcome(command.plan_b).plan = "B"
    key = (command.plan_a, command.plan_b)
    if at.session.get(Conflict, key) is None:
        at.session.add(Conflict(outcome_id=key[0], other_id=key[1], turn_seq=at.seq))


def _keep_assessment(outcome: Outcome, assessment: schemas.Assessment, at: Context) -> None:
    outcome.label = assessment.label
    outcome.confidence = assessment.confidence
    outcome.themes = assessment.themes
    where = f"outcome.assessment:{outcome.id}"
    outcome.assessment = at.vault.seal_json(assessment.as_sent(), where)


def _note_flags(
    outcome: Outcome, number: int | None, assessment: schemas.Assessment, at: Context
) -> None:
    """Keep where service words were noticed, for a practitioner to decide on."""
    if number is not None:
        flags = noticed(outcome, number, assessment.as_sent()["spans"], at.now)
        at.session.add_all(flags)


def _add_version(outcome_id: UUID, part: str, text: str, at: Context) -> int | None:
    """Add the words as the next version and return its number; a turn that is run again adds
    none."""
    versions = (OutcomeVersion.outcome_id == outcome_id, OutcomeVersion.part == part)
    known = at.session.execute(
        select(OutcomeVersion.number, OutcomeVersion.turn_seq).where(*versions)
    ).all()
    if any(turn_seq == at.seq for _, turn_seq in known):
        return None
    number = max((number for number, _ in known), default=0) + 1
    where = f"outcome_version.words:{outcome_id}:{part}:{number}"
    at.session.add(
        OutcomeVersion(
            outcome_id=outcome_id,
            part=part,
            number=number,
            turn_seq=at.seq,
            at=at.now,
            taken_back=False,
            words=at.vault.seal(text, where),
        )
    )
    at.session.flush()
    return number
