"""What practitioners did, as it may leave: wishes by their number, people by their name."""

from uuid import UUID

from api.casework.schemas import CaseworkOut
from api.closing.schemas import ClosingOut
from api.export.schemas import (
    ClosingNote,
    FlagNote,
    InformedNote,
    Notes,
    OverrideNote,
    SummaryNote,
)
from api.flag.schemas import FlagOut
from api.override.schemas import OverrideOut
from api.record.schemas import ConversationRecord

Numbers = dict[UUID, int]


def notes_of(record: ConversationRecord, casework: CaseworkOut) -> Notes:
    """Return the notes about what is in `record`, and about nothing that was left out of it."""
    numbers = {outcome.id: number for number, outcome in enumerate(record.outcomes, start=1)}
    said = {turn.seq: turn.text for turn in record.turns}
    texts = {
        outcome.id: outcome.text
        for outcome in record.outcomes
        if casework.standing.get(outcome.id) is not None
    }
    return Notes(
        case=casework.case.reference if casework.case else None,
        flags=[
            note
            for flag in casework.flags
            if not flag.withdrawn and (note := _flag(flag, casework, numbers, texts, said))
        ],
        summaries=[
            SummaryNote(wish=numbers[one.outcome_id], text=one.text, by=_who(one.by), at=one.at)
            for one in casework.summaries
            if one.outcome_id in numbers
        ],
        informed=[
            InformedNote(
                told_on=one.told_on, how=one.how, text=one.text, answer=one.answer, by=_who(one.by)
            )
            for one in casework.informed
        ],
        closings=[_closing(one, numbers) for one in casework.closings],
        overrides=[_override(one, numbers) for one in casework.overrides],
    )


def _who(actor: str) -> str:
    return actor.partition(":")[2] or actor


def _flag(
    flag: FlagOut,
    casework: CaseworkOut,
    numbers: Numbers,
    texts: dict[UUID, str],
    said: dict[int, str],
) -> FlagNote | None:
    """Return the flag with its words; None for one on an older wording or on what was left out."""
    if flag.outcome_id:
        if flag.number != casework.standing.get(flag.outcome_id):
            return None
        text = texts.get(flag.outcome_id)
    else:
        text = said.get(flag.seq or 0)
    if text is None:
        return None
    decision = flag.standing
    return FlagNote(
        wish=numbers.get(flag.outcome_id) if flag.outcome_id else None,
        message=flag.seq,
        words=text[flag.start : flag.end] or text,
        kind=flag.kind,
        source=flag.source,
        decision=decision.decision if decision else None,
        reason=decision.reason if decision else None,
        note=decision.note if decision else None,
        by=_who(decision.by) if decision else None,
        at=decision.at if decision else flag.at,
    )


def _closing(one: ClosingOut, numbers: Numbers) -> ClosingNote:
    return ClosingNote(
        review=one.review,
        agreed=one.agreed,
        results={numbers[key]: value for key, value in one.results.items() if key in numbers},
        details=one.details.model_dump(),
        by=_who(one.by),
        at=one.at,
        reopened_at=one.reopened_at,
    )


def _override(one: OverrideOut, numbers: Numbers) -> OverrideNote:
    return OverrideNote(
        wish=numbers.get(one.outcome_id) if one.outcome_id else None,
        about=one.wish,
        basis=one.basis,
        decided_on=one.decided_on,
        told=one.told,
        reasons=one.reasons.model_dump(),
        by=_who(one.by),
        at=one.at,
        signed=one.signed,
        signed_by=_who(one.signed_by) if one.signed_by else None,
    )
