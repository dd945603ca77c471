"""Apply commands to the record, inside the transaction of the turn that they came from.

Applying the same command again changes nothing: ids come from the turn, so a turn that was run
twice records once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatchmethod
from typing import cast
from uuid import UUID, uuid5

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.command import schemas
from api.errors import CommandRefused
from api.models import (
    Alert,
    ChatSession,
    Conflict,
    Conversation,
    Enquiry,
    Message,
    Need,
    Option,
    Outcome,
    OutcomeVersion,
    Statement,
    Turn,
)
from api.vault.vault import Vault

TAKEN_BACK_WITH_TURN = (Statement, Option, Need)


@dataclass
class Recorder:
    """Writes what one turn says to the record of its conversation."""

    session: Session
    vault: Vault
    conversation: Conversation
    seq: int  # of the message that the turn answers
    words: str  # of that message; empty where nobody typed one
    now: datetime

    def apply(self, commands: Iterable[schemas.Command]) -> None:
        """Apply in order. Raises CommandRefused, and then nothing of the turn may be kept."""
        for command in commands:
            self._apply(command)

    def keep_aside(self, turn_id: UUID) -> None:
        """Keep the whole message as a statement that answers no question."""
        statement_id = uuid5(turn_id, "aside")
        speaker, provenance = self.speaker()
        self._apply(
            schemas.RecordStatement(
                command="record_statement",
                id=statement_id,
                kind="other",
                text=self.words,
                said_by=speaker,
                provenance=provenance,
            )
        )

    def speaker(self) -> tuple[schemas.Speaker, schemas.Provenance]:
        """Return who is speaking and whose words they are, as far as the conversation has said."""
        role = cast(schemas.Speaker, self.conversation.role or "adult")
        whose = self.conversation.whose_words
        if role == "adult" or whose == "verbatim":
            return "adult", "verbatim"
        return role, cast(schemas.Provenance, whose or "reported")

    @singledispatchmethod
    def _apply(self, command: object) -> None:
        raise CommandRefused(f"There is no command {type(command).__name__}.")

    @_apply.register
    def _(self, command: schemas.RecordRole) -> None:
        conversation = self.conversation
        if command.role is not None:
            conversation.role = command.role
        if command.together is not None:
            conversation.together = command.together
        if command.whose_words is not None:
            conversation.whose_words = command.whose_words
        if command.relationship is not None:
            self._must_have_been_said(command.relationship)
            where = f"conversation.relationship:{conversation.id}"
            conversation.relationship = self.vault.seal(command.relationship, where)

    @_apply.register
    def _(self, command: schemas.RecordStatement) -> None:
        self._must_have_been_said(command.text)
        if self.session.get(Statement, command.id) is None:
            self.session.add(
                Statement(
                    id=command.id,
                    conversation_id=self.conversation.id,
                    turn_seq=self.seq,
                    kind=command.kind,
                    said_by=command.said_by,
                    provenance=command.provenance,
                    words=self.vault.seal(command.text, f"statement.words:{command.id}"),
                )
            )

    @_apply.register
    def _(self, command: schemas.RecordOutcome) -> None:
        self._must_have_been_said(command.text)
        if self.session.get(Outcome, command.id) is not None:
            return
        position = len(self._outcome_ids()) + 1
        outcome = Outcome(
            id=command.id,
            conversation_id=self.conversation.id,
            position=position,
            status="active",
            said_by=command.said_by,
            provenance=command.provenance,
            confirmed=False,
        )
        self._keep_assessment(outcome, command.assessment)
        self.session.add(outcome)
        self.session.flush()
        self._add_version(command.id, "text", command.text)

    @_apply.register
    def _(self, command: schemas.ReviseOutcome) -> None:
        self._must_have_been_said(command.text)
        outcome = self._outcome(command.id)
        self._keep_assessment(outcome, command.assessment)
        outcome.confirmed = False
        self._add_version(command.id, "text", command.text)

    @_apply.register
    def _(self, command: schemas.RecordDeeper) -> None:
        self._must_have_been_said(command.text)
        self._outcome(command.id)
        self._add_version(command.id, "deeper", command.text)

    @_apply.register
    def _(self, command: schemas.ConfirmOutcome) -> None:
        self._outcome(command.id).confirmed = True

    @_apply.register
    def _(self, command: schemas.SetImportance) -> None:
        self._must_have_been_said(command.text)
        where = f"outcome.importance:{command.id}"
        self._outcome(command.id).importance = self.vault.seal(command.text, where)

    @_apply.register
    def _(self, command: schemas.RankOutcomes) -> None:
        for rank, outcome_id in enumerate(command.ids, start=1):
            self._outcome(outcome_id).rank = rank

    @_apply.register
    def _(self, command: schemas.PlanApart) -> None:
        self._outcome(command.plan_a).plan = "A"
        self._outcome(command.plan_b).plan = "B"
        key = (command.plan_a, command.plan_b)
        if self.session.get(Conflict, key) is None:
            self.session.add(Conflict(outcome_id=key[0], other_id=key[1], turn_seq=self.seq))

    @_apply.register
    def _(self, command: schemas.RecordOption) -> None:
        self._must_have_been_said(command.text)
        if self.session.get(Option, command.id) is None:
            self.session.add(
                Option(
                    id=command.id,
                    conversation_id=self.conversation.id,
                    outcome_id=command.outcome_id,
                    turn_seq=self.seq,
                    words=self.vault.seal(command.text, f"option.words:{command.id}"),
                )
            )

    @_apply.register
    def _(self, command: schemas.RecordNeed) -> None:
        self._must_have_been_said(command.text)
        if self.session.get(Need, command.id) is None:
            self.session.add(
                Need(
                    id=command.id,
                    conversation_id=self.conversation.id,
                    turn_seq=self.seq,
                    words=self.vault.seal(command.text, f"need.words:{command.id}"),
                )
            )

    @_apply.register
    def _(self, command: schemas.RecordEnquiry) -> None:
        enquiry = self.session.get(Enquiry, self.conversation.id)
        if enquiry is None:
            enquiry = Enquiry(conversation_id=self.conversation.id)
            self.session.add(enquiry)
        if command.wish is not None:
            enquiry.wish = command.wish
        if command.others_at_risk is not None:
            enquiry.others_at_risk = command.others_at_risk
        if command.reason is not None:
            self._must_have_been_said(command.reason)
            where = f"enquiry.reason:{self.conversation.id}"
            enquiry.reason = self.vault.seal(command.reason, where)

    @_apply.register
    def _(self, command: schemas.RaiseAlert) -> None:
        if self.session.get(Alert, command.id) is None:
            self.session.add(
                Alert(
                    id=command.id,
                    conversation_id=self.conversation.id,
                    turn_seq=self.seq,
                    level=command.level,
                    kind=command.kind,
                    at=self.now,
                )
            )

    @_apply.register
    def _(self, command: schemas.TakeBack) -> None:
        turn = self.session.get(Turn, (self.conversation.id, command.turn_id))
        if turn is None:
            raise CommandRefused("There is no such turn to go back on.")
        here = self.conversation.id
        for table in TAKEN_BACK_WITH_TURN:
            said = (table.conversation_id == here, table.turn_seq == turn.seq)
            self.session.execute(update(table).where(*said).values(taken_back=True))
        self._take_back_outcomes(turn.seq)

    def _take_back_outcomes(self, seq: int) -> None:
        """Withdraw the versions that the turn added, and an outcome that is left with no words."""
        self.session.flush()
        ids = self._outcome_ids()
        of_turn = (OutcomeVersion.outcome_id.in_(ids), OutcomeVersion.turn_seq == seq)
        self.session.execute(update(OutcomeVersion).where(*of_turn).values(taken_back=True))
        standing = select(OutcomeVersion.outcome_id).where(
            OutcomeVersion.outcome_id.in_(ids),
            OutcomeVersion.part == "text",
            OutcomeVersion.taken_back.is_(False),
        )
        bare = (Outcome.id.in_(ids), Outcome.id.not_in(standing))
        gone = {"status": "withdrawn", "withdrawn_at": self.now}
        self.session.execute(update(Outcome).where(*bare).values(**gone))
        apart = (Conflict.turn_seq == seq, Conflict.outcome_id.in_(ids))
        self.session.execute(delete(Conflict).where(*apart))
        self.session.expire_all()

    @_apply.register
    def _(self, command: schemas.SetStatus) -> None:
        self.conversation.status = command.status

    @_apply.register
    def _(self, command: schemas.CloseSessions) -> None:  # noqa: ARG002  it is the dispatcher's
        mine = ChatSession.conversation_id == self.conversation.id
        self.session.execute(delete(ChatSession).where(mine))

    def _keep_assessment(self, outcome: Outcome, assessment: schemas.Assessment) -> None:
        outcome.label = assessment.label
        outcome.confidence = assessment.confidence
        outcome.themes = assessment.themes
        where = f"outcome.assessment:{outcome.id}"
        outcome.assessment = self.vault.seal_json(assessment.model_dump(mode="json"), where)

    def _add_version(self, outcome_id: UUID, part: str, text: str) -> None:
        versions = (OutcomeVersion.outcome_id == outcome_id, OutcomeVersion.part == part)
        known = self.session.execute(
            select(OutcomeVersion.number, OutcomeVersion.turn_seq).where(*versions)
        ).all()
        if any(turn_seq == self.seq for _, turn_seq in known):
            return
        number = max((number for number, _ in known), default=0) + 1
        where = f"outcome_version.words:{outcome_id}:{part}:{number}"
        self.session.add(
            OutcomeVersion(
                outcome_id=outcome_id,
                part=part,
                number=number,
                turn_seq=self.seq,
                at=self.now,
                taken_back=False,
                words=self.vault.seal(text, where),
            )
        )
        self.session.flush()

    def _outcome_ids(self) -> list[UUID]:
        mine = Outcome.conversation_id == self.conversation.id
        return list(self.session.scalars(select(Outcome.id).where(mine)))

    def _outcome(self, outcome_id: UUID) -> Outcome:
        outcome = self.session.get(Outcome, outcome_id)
        if outcome is None or outcome.conversation_id != self.conversation.id:
            raise CommandRefused("There is no such outcome in this conversation.")
        return outcome

    def _must_have_been_said(self, text: str) -> None:
        """Refuse words that nobody typed: what is recorded stands word for word in one of the
        person's messages."""
        if text in self.words:
            return
        mine = (Message.conversation_id == self.conversation.id, Message.sender == "person")
        newest_first = select(Message).where(*mine).order_by(Message.seq.desc())
        for message in self.session.scalars(newest_first):
            where = f"message.words:{self.conversation.id}:{message.seq}"
            if text in self.vault.open(message.words, where):
                return
        raise CommandRefused("What is to be recorded was not said in this conversation.")
