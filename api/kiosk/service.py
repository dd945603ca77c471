"""Kiosks: a lead adds one and gets a code, the screen is set up with it once, and a lead can end
it."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.chat.codes import hash_code, word_list
from api.core.tokens import hash_token, new_token
from api.core.words import is_text
from api.errors import BadMessage, NotFound
from api.kiosk.repository import KioskRepository
from api.kiosk.schemas import KioskOut, KioskState, NewKiosk
from api.limits import allow
from api.models import Kiosk
from api.reader import Reader, must
from api.settings import get_settings
from api.vault.keys import KeyRing

WORDS_IN_CODE = 4  # 43 bits: tries are counted, it is good once, and for an hour
LONGEST_NAME = 100
SEEN_EVERY = timedelta(minutes=1)
UNKNOWN_CODE = "kiosk_code"


def listed(session: Session, reader: Reader, *, now: datetime) -> list[KioskOut]:
    """Return every kiosk. Raises NotAllowed."""
    must(reader, "answer_bell")
    return [
        KioskOut(row.id, row.name, state_of(row, now), row.added_by, row.seen_at)
        for row in KioskRepository(session).all()
    ]


def state_of(kiosk: Kiosk, now: datetime) -> KioskState:
    if kiosk.revoked_at is not None:
        return "revoked"
    if kiosk.device_hash is not None:
        return "in_use"
    return "waiting" if kiosk.code_ends_at and kiosk.code_ends_at > now else "lapsed"


def add_kiosk(
    session: Session, keys: KeyRing, reader: Reader, name: str, *, now: datetime
) -> NewKiosk:
    """Add a kiosk and return the code that sets it up. Raises NotAllowed, BadMessage."""
    must(reader, "keep_kiosks")
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not is_text(name):
        raise BadMessage("kiosk_name", longest=LONGEST_NAME)
    code, kept = _made_code(keys)
    row = Kiosk(id=uuid4(), name=name, added_at=now, added_by=reader.actor)
    _give(row, kept, now)
    KioskRepository(session).add(row)
    write_audit(session, reader.actor, "kiosk_added", str(row.id), now)
    return NewKiosk(name, code)


def new_code(
    session: Session, keys: KeyRing, reader: Reader, kiosk_id: UUID, *, now: datetime
) -> NewKiosk:
    """Return a new code for a kiosk; the screen that was set up before stays until it is used.
    Raises NotAllowed, NotFound."""
    must(reader, "keep_kiosks")
    code, kept = _made_code(keys)
    row = _in_use(session, kiosk_id)
    _give(row, kept, now)
    write_audit(session, reader.actor, "kiosk_code_made", str(row.id), now)
    return NewKiosk(row.name, code)


def revoke(session: Session, reader: Reader, kiosk_id: UUID, *, now: datetime) -> None:
    """Close a screen: it opens nothing any more. Raises NotAllowed, NotFound."""
    must(reader, "keep_kiosks")
    row = _in_use(session, kiosk_id)
    row.revoked_at = now
    row.code_hash = row.device_hash = None
    KioskRepository(session).end_calls(row.id, now)
    write_audit(session, reader.actor, "kiosk_revoked", str(row.id), now)


def set_up(session: Session, keys: KeyRing, entered: str, *, client: str, now: datetime) -> str:
    """Return the key that this screen keeps, in exchange for the code. Raises NotFound for every
    code that is not good, or TooManyTries."""
    allow(get_settings().code_tries, "kiosk_code", client)
    kiosk = KioskRepository(session).by_code(hash_code(entered[:500], keys), now)
    if kiosk is None:
        raise NotFound(UNKNOWN_CODE)
    device = new_token()
    kiosk.code_hash, kiosk.code_ends_at = None, None
    kiosk.device_hash, kiosk.set_up_at, kiosk.seen_at = hash_token(device), now, now
    write_audit(session, "kiosk", "kiosk_set_up", str(kiosk.id), now)
    return device


def kiosk_of(session: Session, device: str | None, *, now: datetime) -> Kiosk | None:
    """Return the kiosk whose key this is, and note that it was seen; None where it is not one, or
    no longer."""
    kiosk = KioskRepository(session).by_device(hash_token(device)) if device else None
    if kiosk is not None and (kiosk.seen_at is None or kiosk.seen_at + SEEN_EVERY <= now):
        kiosk.seen_at = now
    return kiosk


def _made_code(keys: KeyRing) -> tuple[str, bytes]:
    """Return a code and what is kept of it. Slow on purpose, so before the database is held."""
    code = " ".join(secrets.choice(word_list()) for _ in range(WORDS_IN_CODE))
    return code, hash_code(code, keys)


def _give(kiosk: Kiosk, kept: bytes, now: datetime) -> None:
    kiosk.code_hash = kept
    kiosk.code_ends_at = now + timedelta(minutes=get_settings().kiosk_code_minutes)


def _in_use(session: Session, kiosk_id: UUID) -> Kiosk:
    row = KioskRepository(session).get(kiosk_id)
    if row is None or row.revoked_at is not None:
        raise NotFound("kiosk")
    return row
