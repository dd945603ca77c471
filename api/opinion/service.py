"""Ask a colleague about a decision on a flag. Their answer and the decision both stay: an opinion
decides nothing (docs/decisions/0068-second-opinion.md)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.schemas import Colleague
from api.access.service import only_visible, vault_of, who_could_open
from api.audit.service import write as write_audit
from api.casework.service import change, finish
from api.errors import Conflict, NotAllowed, NotComplete, NotFound
from api.flag.repository import FlagRepository
from api.models import Flag, FlagDecision, SecondOpinion, User
from api.opinion.schemas import AnswerIn, AskedOfMe, OpinionIn, OpinionOut
from api.reader import Reader, must
from api.vault.keys import KeyRing
from api.vault.vault import Vault


def opinions_of(session: Session, vault: Vault, conversation_id: UUID) -> list[OpinionOut]:
    """Return every opinion that was asked for, oldest first, answered or not."""
    query = select(SecondOpinion, User).join(User, User.id == SecondOpinion.asked_of)
    mine = query.where(SecondOpinion.conversation_id == conversation_id)
    rows = session.execute(mine.order_by(SecondOpinion.at)).all()
    return [_opinion_out(vault, row[0], row[1]) for row in rows]


def _opinion_out(vault: Vault, row: SecondOpinion, asked_of: User) -> OpinionOut:
    sealed = {
        name: None if (kept := getattr(row, name)) is None else vault.open(kept, _where(row, name))
        for name in ("question", "note")
    }
    names = ("id", "flag_id", "decision_id", "by", "at", "answer", "answered_at")
    return OpinionOut.model_validate(
        {name: getattr(row, name) for name in names}
        | sealed
        | {"asked_of": Colleague(id=asked_of.id, name=asked_of.username)}
    )


def ask(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    given: OpinionIn,
    *,
    now: datetime,
    version: int | None = None,
) -> UUID:
    """Ask a colleague who may open the conversation about the decision that stands. Raises
    NotFound, NotComplete, or Conflict where they were asked already."""
    casework = change(session, reader, conversation_id, version)
    decision = _standing(session, conversation_id, given.flag_id)
    able = who_could_open(session, reader, conversation_id, now=now)
    colleague = next((one for one in able if one.name == given.username), None)
    if colleague is None:
        raise NotComplete("colleague")
    row = SecondOpinion(id=uuid4(), conversation_id=conversation_id, flag_id=given.flag_id)
    row.decision_id, row.asked_of, row.by, row.at = decision.id, colleague.id, reader.actor, now
    _refuse_twice(session, row)
    if given.question.strip():
        row.question = vault_of(session, keys, conversation_id).seal(
            given.question, _where(row, "question")
        )
    session.add(row)
    finish(session, reader, casework, "opinion_asked", now)
    return row.id


def _standing(session: Session, conversation_id: UUID, flag_id: UUID) -> FlagDecision:
    flag = session.get(Flag, flag_id)
    if flag is None or flag.conversation_id != conversation_id:
        raise NotFound("flag")
    newest = FlagRepository(session).newest(flag_id)
    if newest is None or newest.decision == "undone":
        raise NotComplete("undecided")
    return newest


def _refuse_twice(session: Session, row: SecondOpinion) -> None:
    same = (
        SecondOpinion.decision_id == row.decision_id,
        SecondOpinion.asked_of == row.asked_of,
    )
    if session.scalar(select(SecondOpinion.id).where(*same)) is not None:
        raise Conflict("opinion_asked")


def answer(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    opinion_id: UUID,
    given: AnswerIn,
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Agree or not, as the one who was asked. Raises NotFound, NotAllowed, Conflict where it was
    answered, NotComplete for a no without a reason."""
    casework = change(session, reader, conversation_id, version)
    row = session.get(SecondOpinion, opinion_id)
    if row is None or row.conversation_id != conversation_id:
        raise NotFound("opinion")
    if row.asked_of != reader.id:
        raise NotAllowed("opinion")
    if row.answer is not None:
        raise Conflict("opinion_answered")
    if given.answer == "disagreed" and not given.note.strip():
        raise NotComplete("note")
    row.answer, row.answered_at = given.answer, now
    if given.note.strip():
        row.note = vault_of(session, keys, conversation_id).seal(given.note, _where(row, "note"))
    finish(session, reader, casework, f"opinion_{given.answer}", now)


def list_asked(session: Session, reader: Reader, *, now: datetime) -> list[AskedOfMe]:
    """Return what waits for the reader's opinion; the look is audited. Raises NotAllowed."""
    waiting = asked_of_me(session, reader, now=now)
    write_audit(session, reader.actor, "listed", "opinions", now)
    return waiting


def asked_of_me(session: Session, reader: Reader, *, now: datetime) -> list[AskedOfMe]:
    """Return what waits for the reader's opinion, oldest first, as a part of a queue whose look is
    audited. Raises NotAllowed."""
    must(reader, "read_conversations")
    mine = (SecondOpinion.asked_of == reader.id, SecondOpinion.answer.is_(None))
    query = select(SecondOpinion).where(*mine)
    seen = only_visible(query, SecondOpinion.conversation_id, reader, now)
    rows = session.scalars(seen.order_by(SecondOpinion.at))
    return [AskedOfMe.model_validate(row, from_attributes=True) for row in rows]


def _where(row: SecondOpinion, name: str) -> str:
    return f"second_opinion.{name}:{row.id}"
