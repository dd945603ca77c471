"""The bell: somebody at a kiosk asks for a person to come. It carries the name of the kiosk, and
nothing else."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.errors import NotFound
from api.kiosk.repository import KioskRepository
from api.kiosk.schemas import BellState, CallOut
from api.models import Kiosk, KioskCall
from api.reader import Reader, must
from api.settings import get_settings


def ring(session: Session, kiosk: Kiosk, *, now: datetime) -> None:
    """Ask for somebody. Asked again it is the same call, unless it was answered a while ago."""
    rows = KioskRepository(session)
    call = rows.call_under_way(kiosk.id)
    if call is not None:
        if call.answered_at is None or now - call.answered_at < patience():
            return
        call.ended_at = now
    rows.add(KioskCall(id=uuid4(), kiosk_id=kiosk.id, at=now))
    write_audit(session, "kiosk", "kiosk_rang", str(kiosk.id), now)


def patience() -> timedelta:
    return timedelta(minutes=get_settings().kiosk_bell_minutes)


def quiet(session: Session, kiosk: Kiosk, *, now: datetime) -> None:
    """They left, or need nobody any more. Whoever is called can still see that it was asked for."""
    KioskRepository(session).end_calls(kiosk.id, now)


def bell_of(session: Session, kiosk: Kiosk, *, now: datetime) -> BellState:
    """Return what the person at the kiosk is told, and no more than is true."""
    call = KioskRepository(session).call_under_way(kiosk.id)
    if call is None:
        return "quiet"
    if call.answered_at is not None:
        return "coming"
    return "asked" if now - call.at < patience() else "nobody"


def calls(session: Session, reader: Reader, *, unanswered: bool) -> list[CallOut]:
    """Return who asked. Raises NotAllowed."""
    must(reader, "answer_bell")
    return [
        CallOut(
            id=call.id,
            kiosk=kiosk.name,
            at=call.at,
            left=call.ended_at is not None,
            answered_at=call.answered_at,
            answered_by=call.answered_by,
        )
        for call, kiosk in KioskRepository(session).calls(unanswered=unanswered)
    ]


def answer(session: Session, reader: Reader, call_id: UUID, *, now: datetime) -> None:
    """Note that somebody goes there; the person is told. Raises NotAllowed, NotFound."""
    must(reader, "answer_bell")
    call = KioskRepository(session).call(call_id)
    if call is None:
        raise NotFound("call")
    if call.answered_at is None:
        call.answered_at, call.answered_by = now, reader.actor
        write_audit(session, reader.actor, "kiosk_answered", str(call.kiosk_id), now)
