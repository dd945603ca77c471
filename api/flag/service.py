"""Decide on flags. Nothing here touches the person's words: a decision is a row beside them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import conversation_of
from api.casework.service import change, finish
from api.chat.transcript import words_of
from api.errors import ChangedMeanwhile, NotComplete, NotFound
from api.flag.repository import FlagRepository
from api.flag.schemas import KINDS, DecisionIn, DecisionOut, FlagIn, FlagOut
from api.models import Conversation, Flag, FlagDecision, Message, Outcome, OutcomeVersion
from api.reader import Reader
from api.told import service as told
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault


def flags_of(session: Session, vault: Vault, conversation_id: UUID) -> list[FlagOut]:
    """Return every flag of the conversation with the decisions on it, oldest first."""
    flags = FlagRepository(session)
    decided = flags.decisions(conversation_id)
    return [_flag_out(vault, row, decided.get(row.id, [])) for row in flags.of(conversation_id)]


def _flag_out(vault: Vault, row: Flag, decided: Sequence[FlagDecision]) -> FlagOut:
    decisions = [
        DecisionOut.model_validate(
            {
                "id": one.id,
                "decision": one.decision,
                "reason": one.reason,
                "note": vault.open(one.note, _note(one)) if one.note else None,
                "by": one.by,
                "at": one.at,
            }
        )
        for one in decided
    ]
    names = FlagOut.model_fields.keys() - {"decisions"}
    return FlagOut.model_validate(
        {name: getattr(row, name) for name in names} | {"decisions": decisions}
    )


def decide(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    flag_id: UUID,
    given: DecisionIn,
    *,
    now: datetime,
    seen: int | None = None,
    version: int | None = None,
) -> None:
    """Add a decision; audited. `seen` is the newest decision that the practitioner saw, 0 for none.

    Raises NotFound, NotComplete for a dismissal without a reason, ChangedMeanwhile where a
    colleague decided since.
    """
    casework = change(session, reader, conversation_id, version)
    flag = session.get(Flag, flag_id)
    if flag is None or flag.conversation_id != conversation_id:
        raise NotFound("flag")
    newest = FlagRepository(session).newest(flag_id)
    if seen is not None and seen != (newest.id if newest else 0):
        raise ChangedMeanwhile
    _must_be_whole(given, newest)
    if given.decision == "asked":
        told.tell(session, keys, reader, conversation_id, given.note, now=now)
    conversation = conversation_of(session, conversation_id)
    _add_decision(session, _vault(keys, conversation), flag_id, given, reader, now)
    finish(session, reader, casework, f"flag_{given.decision}", now)


def _must_be_whole(given: DecisionIn, newest: FlagDecision | None) -> None:
    if given.decision == "dismissed" and given.reason is None:
        raise NotComplete("reason")
    needs_note = given.decision == "asked" or given.reason == "other"
    if needs_note and not given.note.strip():
        raise NotComplete("note")
    if given.decision == "undone" and (newest is None or newest.decision == "undone"):
        raise NotComplete("decision")


def _add_decision(
    session: Session, vault: Vault, flag_id: UUID, given: DecisionIn, reader: Reader, now: datetime
) -> None:
    row = FlagDecision(
        flag_id=flag_id, decision=given.decision, reason=given.reason, by=reader.actor, at=now
    )
    session.add(row)
    session.flush()
    if given.note.strip():
        row.note = vault.seal(given.note, _note(row))


def _note(row: FlagDecision) -> str:
    return f"flag_decision.note:{row.id}"


def add(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    given: FlagIn,
    *,
    now: datetime,
    version: int | None = None,
) -> UUID:
    """Add a flag that was missed, accepted by who adds it. Raises NotFound or NotComplete."""
    casework = change(session, reader, conversation_id, version)
    conversation = conversation_of(session, conversation_id)
    vault = _vault(keys, conversation)
    if given.kind not in KINDS:
        raise NotComplete("kind")
    number, text = words_to_flag(session, vault, conversation_id, given.outcome_id, given.seq)
    if not given.start < given.end <= len(text):
        raise NotComplete("words")
    flag = Flag(id=uuid4(), conversation_id=conversation_id, number=number, source="added")
    for name in ("outcome_id", "seq", "start", "end", "kind"):
        setattr(flag, name, getattr(given, name))
    flag.by, flag.at = reader.actor, now
    session.add(flag)
    session.flush()
    _add_decision(session, vault, flag.id, DecisionIn(decision="accepted"), reader, now)
    finish(session, reader, casework, "flag_added", now)
    return flag.id


def words_to_flag(
    session: Session, vault: Vault, conversation_id: UUID, outcome_id: UUID | None, seq: int | None
) -> tuple[int | None, str]:
    """Return the version and the words of an outcome, or the words of a message of the person's.
    Raises NotFound."""
    if outcome_id is not None:
        return _newest_words(session, vault, conversation_id, outcome_id)
    here = (Message.conversation_id == conversation_id, Message.seq == seq)
    message = session.scalars(select(Message).where(*here, Message.sender == "person")).first()
    if message is None:
        raise NotFound("message")
    return None, words_of(vault, message)


def _newest_words(
    session: Session, vault: Vault, conversation_id: UUID, outcome_id: UUID
) -> tuple[int, str]:
    outcome = session.get(Outcome, outcome_id)
    if outcome is None or outcome.conversation_id != conversation_id:
        raise NotFound("outcome")
    query = select(OutcomeVersion).where(
        OutcomeVersion.outcome_id == outcome_id, OutcomeVersion.part == "text"
    )
    newest = OutcomeVersion.number.desc()
    # As the record shows it: what was gone back on counts only where nothing else stands.
    version = session.scalars(query.order_by(OutcomeVersion.taken_back, newest)).first()
    if version is None:
        raise NotFound("words_to_mark")
    where = f"outcome_version.words:{outcome_id}:text:{version.number}"
    return version.number, vault.open(version.words, where)


def words_of_version(session: Session, vault: Vault, conversation_id: UUID, flag: FlagOut) -> str:
    """Return the words that a flag marks a part of, as they were then."""
    if flag.outcome_id is None:
        return words_to_flag(session, vault, conversation_id, None, flag.seq)[1]
    of_flag = (OutcomeVersion.outcome_id == flag.outcome_id, OutcomeVersion.part == "text")
    query = select(OutcomeVersion).where(*of_flag, OutcomeVersion.number == flag.number)
    version = session.scalars(query).one()
    return vault.open(version.words, f"outcome_version.words:{flag.outcome_id}:text:{flag.number}")


def _vault(keys: KeyRing, conversation: Conversation) -> Vault:
    return open_vault(keys, conversation.id, conversation.wrapped_key)
