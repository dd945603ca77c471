"""The second step of signing in: codes from a phone, recovery codes, and what a half session is."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.core.clock import utc_now
from api.errors import NotFound, NotSignedIn, TooManyTries
from api.limits import forget_tries
from api.models import AuditEvent, RecoveryCode, User, UserSession
from api.settings import get_settings
from api.user import codes, password_change, password_reset, sso
from api.user.service import add_user, sign_in
from api.user.sessions import SignedIn, at_step, user_for
from api.vault.keys import KeyRing

PASSWORD, OWN = "twelve chars", "four words of mine"
NOW = utc_now()
LATER = NOW + timedelta(minutes=5)


def enter(session: Session, now: datetime = LATER) -> SignedIn:
    return sign_in(session, "sam", PASSWORD, client="x", now=now)


def code_at(secret: str, now: datetime) -> str:
    return pyotp.TOTP(secret).at(now)


class Sam:
    """An account with codes set up, and its phone."""

    def __init__(self, session: Session, keys: KeyRing) -> None:
        self.session, self.keys = session, keys
        self.id = add_user(session, "sam", PASSWORD)
        self.secret = codes.begin_set_up(session, keys, self.id).secret
        self.recovery = codes.finish_set_up(
            session, keys, self.id, code_at(self.secret, NOW), now=NOW
        )

    def try_code(
        self, code: str, now: datetime = LATER, token: str | None = None
    ) -> SignedIn | None:
        return codes.enter_code(self.session, self.keys, self.id, token, code, now=now)


@pytest.fixture
def sam(session: Session, keys: KeyRing) -> Sam:
    return Sam(session, keys)


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_a_password_alone_opens_nothing_once_codes_are_set_up(sam: Sam) -> None:
    half = enter(sam.session)

    assert half.step == "code"
    with pytest.raises(NotSignedIn):
        user_for(sam.session, half.token, LATER)
    assert "signed_in" not in actions(sam.session)


def test_password_and_code_open_a_session_with_a_token_of_its_own(sam: Sam) -> None:
    half = enter(sam.session)

    whole = sam.try_code(code_at(sam.secret, LATER), token=half.token)

    assert whole is not None
    assert whole.token != half.token
    assert user_for(sam.session, whole.token, LATER).username == "sam"
    with pytest.raises(NotSignedIn):
        at_step(sam.session, half.token, LATER, "code", "done")
    assert actions(sam.session)[-1] == "signed_in"


def test_half_a_session_ends_after_ten_minutes(sam: Sam) -> None:
    half = enter(sam.session)

    at_step(sam.session, half.token, LATER + timedelta(minutes=9), "code")
    with pytest.raises(NotSignedIn):
        at_step(sam.session, half.token, LATER + timedelta(minutes=10), "code")


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_phone_half_a_minute_wrong_still_works(sam: Sam, steps: int) -> None:
    assert sam.try_code(code_at(sam.secret, LATER + timedelta(seconds=30 * steps)))


@pytest.mark.parametrize("steps", [-3, 3])
def test_an_old_code_and_one_of_the_future_do_not(sam: Sam, steps: int) -> None:
    assert sam.try_code(code_at(sam.secret, LATER + timedelta(seconds=30 * steps))) is None
    assert actions(sam.session)[-1] == "code_refused"


def test_a_code_is_taken_once(sam: Sam) -> None:
    """Somebody who looked over a shoulder cannot use it in the same half minute."""
    code = code_at(sam.secret, LATER)

    assert sam.try_code(code) is not None
    assert sam.try_code(code) is None


@pytest.mark.parametrize("code", ["", "000000x", "ⅷⅷⅷ", "1" * 10_000, "AAAA-AAAA-AAAA-AAAA"])
def test_nonsense_is_no_code(sam: Sam, code: str) -> None:
    assert sam.try_code(code) is None


def test_codes_cannot_be_tried_one_after_another(sam: Sam) -> None:
    forget_tries()
    for _ in range(5):
        sam.try_code("123456")

    with pytest.raises(TooManyTries):
        sam.try_code(code_at(sam.secret, LATER))


def test_a_recovery_code_signs_in_once_however_it_is_typed(sam: Sam) -> None:
    code = sam.recovery[0]

    assert sam.try_code(code.lower().replace("-", " ")) is not None
    assert sam.try_code(code) is None
    assert codes.codes_left(sam.session, sam.id) == 9
    assert "recovery_code_used" in actions(sam.session)


def test_another_persons_recovery_code_is_none(sam: Sam) -> None:
    add_user(sam.session, "eve", PASSWORD)
    eve = sam.session.scalars(select(User).where(User.username == "eve")).one()

    assert codes.enter_code(sam.session, sam.keys, eve.id, None, sam.recovery[0], now=NOW) is None


def test_new_recovery_codes_end_the_old_ones(sam: Sam) -> None:
    codes.new_recovery_codes(sam.session, sam.id, now=NOW)

    assert sam.try_code(sam.recovery[0]) is None
    assert codes.codes_left(sam.session, sam.id) == 10


def test_recovery_codes_have_a_hundred_and_twenty_bits_and_are_kept_as_hashes(sam: Sam) -> None:
    kept = sam.session.scalars(select(RecoveryCode.code_hash)).all()

    assert len({code.replace("-", "") for code in sam.recovery}) == 10
    assert all(len(code.replace("-", "")) == 120 // 5 for code in sam.recovery)
    assert not set(sam.recovery) & set(kept)


def test_the_secret_is_sealed_for_its_own_account(sam: Sam) -> None:
    user = sam.session.get(User, sam.id)
    assert user is not None
    assert user.code_secret is not None
    assert sam.secret.encode() not in user.code_secret


def test_codes_are_not_set_up_twice(sam: Sam) -> None:
    with pytest.raises(NotFound):
        codes.begin_set_up(sam.session, sam.keys, sam.id)


def test_a_wrong_code_sets_nothing_up(session: Session, keys: KeyRing) -> None:
    user_id = add_user(session, "sam", PASSWORD)
    codes.begin_set_up(session, keys, user_id)

    with pytest.raises(NotSignedIn):
        codes.finish_set_up(session, keys, user_id, "000000", now=NOW)

    assert enter(session).step == "done"


def test_a_reset_ends_codes_and_sessions(sam: Sam) -> None:
    sam.try_code(sam.recovery[0])

    codes.reset(sam.session, "sam", now=NOW)

    assert sam.session.scalars(select(UserSession)).all() == []
    assert sam.session.scalars(select(RecoveryCode)).all() == []
    assert enter(sam.session).step == "done"


@pytest.mark.parametrize(
    ("changes", "needed"),
    [
        ({}, False),
        ({"secure_cookies": True}, True),
        ({"web_host": "0.0.0.0"}, True),
        ({"secure_cookies": True, "second_step": "offered"}, False),
        ({"second_step": "required"}, True),
    ],
)
def test_beyond_a_trial_every_account_needs_codes(
    session: Session, changes: dict[str, object], needed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in changes.items():
        monkeypatch.setattr(get_settings(), name, value)
    add_user(session, "sam", PASSWORD)

    assert enter(session).step == ("set_up" if needed else "done")


def choose_password(session: Session) -> None:
    session.execute(update(User).values(password_ends_at=LATER))
    half = enter(session, NOW)
    password_reset.choose(session, half.token, OWN, now=NOW)


def change_password(session: Session) -> None:
    password_change.change(session, enter(session).token, PASSWORD, OWN, now=LATER)


def reset_password(session: Session) -> None:
    password_reset.reset(session, "sam", now=NOW)


def link_to_council(session: Session) -> None:
    sso.link(session, "sam", "https://council.example", "x", now=NOW)


@pytest.mark.parametrize(
    "ended", [choose_password, change_password, reset_password, link_to_council]
)
def test_who_had_the_password_before_knows_no_secret_of_its_owners_phone(
    session: Session, keys: KeyRing, ended: Callable[[Session], None]
) -> None:
    """Whoever signs in with a stolen password sees the picture that waits for a phone."""
    user_id = add_user(session, "sam", PASSWORD)
    seen = codes.begin_set_up(session, keys, user_id).secret

    ended(session)

    assert codes.begin_set_up(session, keys, user_id).secret != seen


def test_codes_that_are_set_up_outlast_the_password(sam: Sam) -> None:
    signed = sam.try_code(sam.recovery[0])
    assert signed is not None

    password_change.change(sam.session, signed.token, PASSWORD, OWN, now=LATER)
    password_reset.reset(sam.session, "sam", now=LATER)

    assert sam.try_code(code_at(sam.secret, LATER)) is not None
