"""The second step: six digits from a phone (TOTP, RFC 6238), and recovery codes for a lost one."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.core.tokens import hash_token
from api.errors import NotFound, NotSignedIn
from api.limits import allow
from api.models import RecoveryCode, User
from api.settings import get_settings
from api.user.sessions import SignedIn, end_all, open_session, sign_out
from api.user.steps import step_after
from api.vault.keys import KeyRing
from api.vault.vault import Vault

ISSUER = "Own Words"
STEP_SECONDS = 30
DRIFT = 1  # steps before and after: a phone's clock is seldom quite right
HOW_MANY = 10
RECOVERY_BYTES = 15  # 120 bits: a plain hash is enough, as ASVS 6.5.2 says, from 112 on
WRONG = "code"


@dataclass(frozen=True)
class SetUp:
    """What a phone needs. `secret` is for typing, `uri` for the picture."""

    secret: str
    uri: str


def begin_set_up(session: Session, keys: KeyRing, user_id: UUID) -> SetUp:
    """Return the secret to put into a phone: the one already waiting, or a new one."""
    user = _user(session, user_id)
    if user.code_set_up_at is not None:
        raise NotFound("codes_already")
    if user.code_secret is None:
        user.code_secret = _vault(keys).seal(pyotp.random_base32(), _where(user))
    secret = _secret(keys, user)
    return SetUp(
        secret, pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=ISSUER)
    )


def finish_set_up(
    session: Session, keys: KeyRing, user_id: UUID, code: str, *, now: datetime
) -> list[str]:
    """Count the codes from now on; return the recovery codes, shown this once. Raises
    NotSignedIn for a wrong code."""
    user = _user(session, user_id)
    _one_try(user_id)
    if user.code_set_up_at is not None or user.code_secret is None:
        raise NotFound("codes_already")
    if not _fits(keys, user, code, now):
        raise NotSignedIn(WRONG)
    user.code_set_up_at = now
    write_audit(session, f"user:{user.username}", "codes_set_up", str(user.id), now)
    return new_recovery_codes(session, user_id, now=now)


def new_recovery_codes(session: Session, user_id: UUID, *, now: datetime) -> list[str]:
    """Return new codes; those before open nothing any more."""
    user = _user(session, user_id)
    if user.code_set_up_at is None:
        raise NotFound("codes")
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = [_recovery_code() for _ in range(HOW_MANY)]
    session.add_all(
        RecoveryCode(code_hash=hash_token(_plain(code)), user_id=user_id) for code in codes
    )
    write_audit(session, f"user:{user.username}", "recovery_codes_made", str(user.id), now)
    return codes


def renew_recovery_codes(
    session: Session, keys: KeyRing, user_id: UUID, code: str, *, now: datetime
) -> list[str] | None:
    """Return new recovery codes for a code from the phone; None for a wrong one, which is audited.
    Whoever finds a screen open has no phone. Raises NotFound, TooManyTries."""
    user = _user(session, user_id)
    if user.code_set_up_at is None:
        raise NotFound("codes")
    _one_try(user_id)
    if not _fits(keys, user, code, now):
        write_audit(session, f"user:{user.username}", "code_refused", str(user.id), now)
        return None
    return new_recovery_codes(session, user_id, now=now)


def are_set_up(session: Session, user_id: UUID) -> bool:
    return _user(session, user_id).code_set_up_at is not None


def codes_left(session: Session, user_id: UUID) -> int:
    unused = (RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def enter_code(
    session: Session, keys: KeyRing, user_id: UUID, token: str | None, code: str, *, now: datetime
) -> SignedIn | None:
    """Go on signing in with a code from the phone or a recovery code. None for a wrong one, which
    is audited. Raises TooManyTries."""
    user = _user(session, user_id)
    _one_try(user_id)
    if not (_fits(keys, user, code, now) or _recovers(session, user, code, now)):
        write_audit(session, f"user:{user.username}", "code_refused", str(user.id), now)
        return None
    sign_out(session, token)
    return open_session(session, user, step_after("code", user), now=now)


def reset(session: Session, username: str, *, now: datetime) -> None:
    """Forget somebody's codes, as where phone and recovery codes are lost. Raises NotFound."""
    user = session.scalar(select(User).where(User.username == username))
    if user is None:
        raise NotFound("account_named", name=username)
    user.code_secret = user.code_set_up_at = user.code_last_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    end_all(session, user)
    write_audit(session, "system", "codes_reset", str(user.id), now)


def forget_waiting(user: User) -> None:
    """Forget a secret that waits to be put into a phone: whoever had the password that ends now may
    have seen it, and would know each code of its owner's."""
    if user.code_set_up_at is None:
        user.code_secret = None


def _one_try(user_id: UUID) -> None:
    """Count one try. Raises TooManyTries, where somebody who has the password tries code after
    code."""
    settings = get_settings()
    allow(settings.sign_in_tries, "code", str(user_id))
    allow(settings.codes_a_day, "codes_a_day", str(user_id))


def _fits(keys: KeyRing, user: User, code: str, now: datetime) -> bool:
    """Tell whether the code is one of now, and was not used before."""
    digits = "".join(code.split())
    if user.code_secret is None or not digits.isascii():
        return False
    totp, here = pyotp.TOTP(_secret(keys, user)), int(now.timestamp()) // STEP_SECONDS
    for step in range(here - DRIFT, here + DRIFT + 1):
        right = secrets.compare_digest(totp.at(step * STEP_SECONDS), digits)
        if right and step > (user.code_last_step or 0):
            user.code_last_step = step
            return True
    return False


def _recovers(session: Session, user: User, code: str, now: datetime) -> bool:
    mine = (
        RecoveryCode.code_hash == hash_token(_plain(code)),
        RecoveryCode.user_id == user.id,
        RecoveryCode.used_at.is_(None),
    )
    # One statement: of two who send the same code at once, one comes in.
    used = session.execute(
        update(RecoveryCode).where(*mine).values(used_at=now).returning(RecoveryCode.code_hash)
    )
    if used.first() is None:
        return False
    write_audit(session, f"user:{user.username}", "recovery_code_used", str(user.id), now)
    return True


def _recovery_code() -> str:
    text = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _plain(code: str) -> str:
    """Return the code as it is hashed, however it was typed."""
    return "".join(code.upper().split()).replace("-", "")


def _user(session: Session, user_id: UUID) -> User:
    user = session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotSignedIn
    return user


def _vault(keys: KeyRing) -> Vault:
    return Vault(AESGCM(keys.derive("own words: codes from phones")))


def _where(user: User) -> str:
    return f"user_account.code_secret:{user.id}"


def _secret(keys: KeyRing, user: User) -> str:
    if user.code_secret is None:
        raise NotFound("codes")
    return _vault(keys).open(user.code_secret, _where(user))
