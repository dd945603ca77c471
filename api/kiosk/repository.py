"""Every query on kiosks and their bell."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.models import Kiosk, KioskCall

LAST_CALLS = 20


class KioskRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Kiosk | KioskCall) -> None:
        self._session.add(row)
        self._session.flush()

    def get(self, kiosk_id: UUID) -> Kiosk | None:
        return self._session.get(Kiosk, kiosk_id)

    def all(self) -> Sequence[Kiosk]:
        """Return every kiosk, those in use first."""
        order = (Kiosk.revoked_at.is_not(None), Kiosk.name, Kiosk.added_at)
        return self._session.scalars(select(Kiosk).order_by(*order)).all()

    def by_code(self, code_hash: bytes, now: datetime) -> Kiosk | None:
        mine = (Kiosk.code_hash == code_hash, Kiosk.code_ends_at > now)
        return self._session.scalar(select(Kiosk).where(*mine, Kiosk.revoked_at.is_(None)))

    def by_device(self, device_hash: str) -> Kiosk | None:
        mine = (Kiosk.device_hash == device_hash, Kiosk.revoked_at.is_(None))
        return self._session.scalar(select(Kiosk).where(*mine))

    def call(self, call_id: UUID) -> KioskCall | None:
        return self._session.get(KioskCall, call_id)

    def call_under_way(self, kiosk_id: UUID) -> KioskCall | None:
        """Return the call of whoever is at this kiosk now."""
        mine = (KioskCall.kiosk_id == kiosk_id, KioskCall.ended_at.is_(None))
        query = select(KioskCall).where(*mine).order_by(KioskCall.at.desc())
        return self._session.scalar(query.limit(1))

    def end_calls(self, kiosk_id: UUID, now: datetime) -> None:
        mine = (KioskCall.kiosk_id == kiosk_id, KioskCall.ended_at.is_(None))
        self._session.execute(update(KioskCall).where(*mine).values(ended_at=now))

    def calls(self, *, unanswered: bool) -> Sequence[tuple[KioskCall, Kiosk]]:
        """Return the calls that nobody has answered, oldest first; or those answered, newest
        first."""
        query = select(KioskCall, Kiosk).join(Kiosk, Kiosk.id == KioskCall.kiosk_id)
        if unanswered:
            query = query.where(KioskCall.answered_at.is_(None)).order_by(KioskCall.at)
        else:
            query = query.where(KioskCall.answered_at.is_not(None)).order_by(KioskCall.at.desc())
        return [(row[0], row[1]) for row in self._session.execute(query.limit(LAST_CALLS))]
