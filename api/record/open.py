"""Open one conversation's record: every sealed value, word for word."""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from api.card.sealed import in_order, opened
from api.chat.transcript import words_of
from api.models import Conversation, Need, Option, Outcome, OutcomeVersion
from api.record.repository import RecordRepository
from api.record.schemas import (
    AlertOut,
    AssessmentOut,
    ConversationRecord,
    DifferingViewOut,
    EnquiryOut,
    OutcomeOut,
    ReviewResult,
    SafetyScaleOut,
    StatementOut,
    ToldOut,
    TurnLine,
    Version,
)
from api.vault.vault import Vault


@dataclass
class RecordOpener:
    records: RecordRepository
    vault: Vault
    conversation: Conversation

    # Numbers of messages: what was said in them is not opened.
    leave_out: Set[int] = frozenset()

    def whole(self) -> ConversationRecord:
        of, here = self.conversation, self.conversation.id
        return ConversationRecord(
            id=here,
            channel=of.channel,
            role=of.role,
            relationship=self._own(of.relationship, "relationship"),
            together=of.together,
            started_at=of.started_at,
            status=of.status,
            needs=self._listed(self.records.needs(here)),
            consent=of.consent,
            turns=self._turns(),
            outcomes=self._outcomes(),
            statements=self._statements(),
            enquiry=self._enquiry(),
            options=self._listed(self.records.options(here)),
            differing_views=self._differing_views(),
            contact=self._contact(),
            alerts=self._alerts(),
            safety_scale=self._safety_scale(),
            told=[
                ToldOut(
                    text=self.words(row.words, f"told.words:{row.id}"),
                    at=row.at,
                    by=row.by,
                    read_at=row.read_at,
                )
                for row in self.records.told(here)
            ],
            cards=in_order(opened(self.vault, row, of) for row in self.records.cards(here)),
        )

    def words(self, sealed: bytes, where: str) -> str:
        return self.vault.open(sealed, where)

    def _listed(self, rows: Iterable[Need | Option]) -> list[str]:
        return [
            self.words(row.words, f"{row.__tablename__}.words:{row.id}")
            for row in rows
            if row.turn_seq not in self.leave_out
        ]

    def _own(self, sealed: bytes | None, column: str) -> str | None:
        where = f"conversation.{column}:{self.conversation.id}"
        return self.vault.open(sealed, where) if sealed else None

    def _turns(self) -> list[TurnLine]:
        return [
            TurnLine.model_validate(
                {
                    "seq": message.seq,
                    "from": message.sender,
                    "text": words_of(self.vault, message),
                    "at": message.at,
                    "asking": message.asking,
                }
            )
            for message in self.records.messages(self.conversation.id)
            if message.seq not in self.leave_out
        ]

    def _outcomes(self) -> list[OutcomeOut]:
        outcomes = self.records.outcomes(self.conversation.id)
        apart: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for conflict in self.records.conflicts([outcome.id for outcome in outcomes]):
            apart[conflict.outcome_id].append(conflict.other_id)
            apart[conflict.other_id].append(conflict.outcome_id)
        return [self._outcome(outcome, apart[outcome.id]) for outcome in outcomes]

    def _outcome(self, outcome: Outcome, apart: list[UUID]) -> OutcomeOut:
        noticed = cast(
            "dict[str, Any]",
            self.vault.open_json(outcome.assessment, f"outcome.assessment:{outcome.id}"),
        )
        versions = self._versions(outcome, "text")
        deeper = self._versions(outcome, "deeper", standing=True)
        standing = self._versions(outcome, "text", standing=True) or versions
        weight = outcome.importance
        return OutcomeOut(
            id=outcome.id,
            text=standing[-1].text,
            said_by=outcome.said_by,
            provenance=cast("Any", outcome.provenance),
            confirmed=outcome.confirmed,
            rank=outcome.rank,
            importance=self.words(weight, f"outcome.importance:{outcome.id}") if weight else None,
            themes=outcome.themes,
            assessment=AssessmentOut(**{key: noticed[key] for key in AssessmentOut.model_fields}),
            deeper=deeper[-1].text if deeper else None,
            plan=cast("Any", outcome.plan),
            conflicts_with=apart,
            nearest_to=outcome.nearest_to,
            status=cast("Any", outcome.status),
            review=self._review(outcome),
            versions=versions,
        )

    def _versions(self, outcome: Outcome, part: str, *, standing: bool = False) -> list[Version]:
        """Return the wordings, oldest first; with `standing`, only those not gone back on."""
        chosen: list[OutcomeVersion] = [
            version
            for version in outcome.versions
            if version.part == part and not (standing and version.taken_back)
        ]
        return [
            Version(
                text=self.words(v.words, f"outcome_version.words:{outcome.id}:{v.part}:{v.number}"),
                at=v.at,
                turn_seq=v.turn_seq,
            )
            for v in chosen
        ]

    def _review(self, outcome: Outcome) -> ReviewResult | None:
        if outcome.achieved is None:
            return None
        sealed = outcome.difference
        words = self.words(sealed, f"outcome.difference:{outcome.id}") if sealed else None
        return ReviewResult(achieved=cast("Any", outcome.achieved), difference=words)

    def _statements(self) -> list[StatementOut]:
        return [
            StatementOut(
                kind=row.kind,
                text=self.words(row.words, f"statement.words:{row.id}"),
                said_by=row.said_by,
                provenance=row.provenance,
                turn_seq=row.turn_seq,
            )
            for row in self.records.statements(self.conversation.id)
            if row.turn_seq not in self.leave_out
        ]

    def _enquiry(self) -> EnquiryOut:
        row = self.records.enquiry(self.conversation.id)
        if row is None:
            return EnquiryOut()
        where = f"enquiry.reason:{self.conversation.id}"
        reason = self.words(row.reason, where) if row.reason else None
        return EnquiryOut(wish=row.wish, reason=reason, others_at_risk=row.others_at_risk)

    def _differing_views(self) -> list[DifferingViewOut]:
        return [
            DifferingViewOut(
                who=self.words(row.who, f"differing_view.who:{row.id}"),
                text=self.words(row.words, f"differing_view.words:{row.id}"),
            )
            for row in self.records.differing_views(self.conversation.id)
        ]

    def _contact(self) -> dict[str, Any]:
        sealed = self.conversation.contact
        if not sealed:
            return {}
        where = f"conversation.contact:{self.conversation.id}"
        return cast("dict[str, Any]", self.vault.open_json(sealed, where))

    def _alerts(self) -> list[AlertOut]:
        return [
            AlertOut(
                id=row.id,
                level=row.level,
                kind=row.kind,
                turn_seq=row.turn_seq,
                at=row.at,
                acknowledged=row.acknowledged_at is not None,
            )
            for row in self.records.alerts([self.conversation.id])
        ]

    def _safety_scale(self) -> list[SafetyScaleOut]:
        return [
            SafetyScaleOut(value=row.value, at=row.at, when=row.when)
            for row in self.records.safety_scale(self.conversation.id)
        ]
