"""What colleagues did about a conversation, through the services that their pages call."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import service as access
from api.case import service as cases
from api.case.schemas import CaseIn
from api.casework import service as casework
from api.casework.open import open_casework
from api.closing import service as closing
from api.closing.schemas import ClosingIn
from api.flag import service as flags
from api.flag.schemas import FlagOut
from api.models import Alert
from api.override import service as overrides
from api.override.schemas import OverrideIn
from api.record.service import note_look
from api.summary import service as summaries
from api.told import log as told_log
from api.told import service as told
from api.told.schemas import InformedIn
from api.user.signed_in import SignedInUser
from api.vault.keys import KeyRing
from cli.demo.cases import Close, Overridden, Step, Told

Team = dict[str, SignedInUser]


@dataclass(frozen=True)
class Desk:
    """One colleague at one conversation."""

    session: Session
    keys: KeyRing
    team: Team
    me: SignedInUser
    here: UUID
    now: datetime
    wishes: list[UUID]

    def do(self, step: Step, today: datetime) -> None:
        """Do all that the step names, in the order of a working day."""
        if step.allocate:
            access.allocate(self.session, self.me, self.here, step.allocate, now=self.now)
        if step.break_glass:
            self._break_glass(step.break_glass)
        self._look()
        if step.acknowledge:
            self._acknowledge()
        if step.read:
            self._read()
        if step.reference:
            given = CaseIn(reference=step.reference)
            cases.link(self.session, self.keys, self.me, self.here, given, now=self.now)
        self._decide(step)
        if step.summary:
            self._summarise(step.summary)
        self._keep_informed(step)
        if step.review_in is not None:
            day = (today + timedelta(days=step.review_in)).date()
            casework.set_review_day(self.session, self.me, self.here, day, now=self.now)
        if step.override:
            self._override(step.override)
        if step.close:
            self._close(step.close)

    def _look(self) -> None:
        open_casework(self.session, self.keys, self.me, self.here, now=self.now)
        note_look(self.session, self.me, self.here, now=self.now)

    def _acknowledge(self) -> None:
        mine = (Alert.conversation_id == self.here, Alert.acknowledged_at.is_(None))
        for alert_id in self.session.scalars(select(Alert.id).where(*mine)).all():
            casework.acknowledge(self.session, self.me, self.here, alert_id, now=self.now)

    def _read(self) -> None:
        last = access.conversation_of(self.session, self.here).last_seq
        casework.mark_read(self.session, self.me, self.here, last, now=self.now)

    def _undecided(self) -> list[FlagOut]:
        work = open_casework(self.session, self.keys, self.me, self.here, now=self.now)
        return [flag for flag in work.flags if flag.standing is None]

    def _decide(self, step: Step) -> None:
        for flag, given in zip(self._undecided() if step.flags else [], step.flags, strict=False):
            flags.decide(self.session, self.keys, self.me, self.here, flag.id, given, now=self.now)

    def _summarise(self, text: str) -> None:
        first = self.wishes[0]
        summaries.write(self.session, self.keys, self.me, self.here, first, text, now=self.now)

    def _keep_informed(self, step: Step) -> None:
        if step.write:
            told.tell(self.session, self.keys, self.me, self.here, step.write, now=self.now)
        if step.told:
            self._note_told(step.told)

    def _note_told(self, given: Told) -> None:
        noted = InformedIn(told_on=self.now.date(), **given.model_dump())
        told_log.inform(self.session, self.keys, self.me, self.here, noted, now=self.now)

    def _break_glass(self, reason: str) -> None:
        access.break_glass(self.session, self.keys, self.me, self.here, reason, now=self.now)

    def _override(self, given: Overridden) -> None:
        written = OverrideIn.model_validate(
            given.model_dump(exclude={"signed_by"}) | {"decided_on": self.now.date()}
        )
        row_id = overrides.record(
            self.session, self.keys, self.me, self.here, written, now=self.now
        )
        if given.signed_by:
            second = self.team[given.signed_by]
            overrides.sign(self.session, second, self.here, row_id, "agreed", now=self.now)

    def _close(self, given: Close) -> None:
        content = ClosingIn(
            review=given.review,
            agreed=given.agreed,
            results=dict(zip(self.wishes, given.achieved, strict=False)),
            details=given.details,
        )
        closing.close(self.session, self.keys, self.me, self.here, content, now=self.now)
