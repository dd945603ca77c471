"""Practitioners' accounts and sessions."""

import inspect
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from argon2 import extract_parameters
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.access import ROLES
from api.core.clock import utc_now
from api.errors import BadMessage, Conflict, NotFound, NotSignedIn, TooManyTries
from api.models import AuditEvent, User, UserSession
from api.user import service, sso
from api.user.service import SignedIn, add_user, disable_user, sign_in, sign_out, user_for

PASSWORD = "twelve chars"
NOW = utc_now()


def enter(session: Session, name: str = "sam", password: str = PASSWORD,
          *, client: str = "x", now: datetime = NOW) -> SignedIn:  # fmt: skip
    return sign_in(session, name, password, client=client, now=now)


@pytest.fixture
def sam(session: Session) -> Session:
    add_user(session, "sam", PASSWORD)
    return session


def test_a_practitioner_signs_in_and_is_known_by_the_token(sam: Session) -> None:
    opened = enter(sam)

    user = user_for(sam, opened.token, NOW)
    assert (user.username, user.role, user.actor) == ("sam", "practitioner", "user:sam")
    assert user.csrf == opened.csrf != opened.token


@pytest.mark.parametrize(
    ("name", "password"),
    [("sam", "wrong password"), ("sam", ""), ("nobody", PASSWORD), ("", ""), ("SAM ", PASSWORD),
     ("sam", PASSWORD + " "), ("sam", PASSWORD.upper()), ("s" * 10_000, "p" * 10_000)],
)  # fmt: skip
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    sam: Session, name: str, password: str
) -> None:
    with pytest.raises(NotSignedIn) as raised:
        enter(sam, name, password)

    assert raised.value.name == service.WRONG


def link_to_council(session: Session) -> None:
    sso.link(session, "sam", "https://council.example", "x", now=NOW)


def close(session: Session) -> None:
    disable_user(session, "sam")


@pytest.mark.parametrize("change", [link_to_council, close, lambda session: None])
def test_each_account_costs_a_hash_whatever_became_of_it(
    sam: Session, monkeypatch: pytest.MonkeyPatch, change: Callable[[Session], None]
) -> None:
    """Counted where a hash is come to: one that is none fails at once, and tells of the account."""
    change(sam)
    made, cheap = [], service.HASHER

    class Noting:
        def verify(self, kept: str, password: str) -> bool:
            made.append(extract_parameters(kept))
            return cheap.verify(kept, password)

    monkeypatch.setattr(service, "HASHER", Noting())
    for password in ("not the password", ""):
        with pytest.raises(NotSignedIn):
            enter(sam, password=password)

    assert made == [extract_parameters(service.NOBODY)] * 2


def test_an_unknown_name_costs_a_hash_too(sam: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    cheap = service.HASHER

    class Noting:
        def verify(self, kept: str, password: str) -> bool:
            tried.append(kept)
            return cheap.verify(kept, password)

    monkeypatch.setattr(service, "HASHER", Noting())
    with pytest.raises(NotSignedIn):
        enter(sam, "nobody")

    assert tried == [service.NOBODY]


def test_passwords_and_tokens_are_kept_as_hashes(sam: Session) -> None:
    opened = enter(sam)

    user = sam.scalars(select(User)).one()
    kept = sam.scalars(select(UserSession)).one()
    assert user.password_hash.startswith("$argon2id$")
    assert PASSWORD not in user.password_hash
    assert opened.token not in (kept.token_hash, kept.csrf)


def test_the_cost_of_a_password_is_that_of_others_who_keep_such_things() -> None:
    """The suite makes it cheap; this reads what is written."""
    source = inspect.getsource(service)

    assert "PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)" in source


@pytest.mark.parametrize("password", ["", "eleven char", " " * 11])
def test_a_short_password_is_refused(session: Session, password: str) -> None:
    with pytest.raises(BadMessage, match="12 characters"):
        add_user(session, "sam", password)


@pytest.mark.parametrize("password", ["\ud800" + "x" * 12, "x\udfff" * 6])
def test_a_password_that_is_no_text_is_refused_and_not_a_fault(sam: Session, password: str) -> None:
    with pytest.raises(BadMessage):
        add_user(sam, "jo", password)
    for name, tried in (("sam", password), (password, PASSWORD)):
        with pytest.raises(NotSignedIn):
            enter(sam, name, tried)


def test_any_text_is_a_password(session: Session) -> None:
    password = "пароль 密码 😀 \x00 long"
    add_user(session, "sam", password)

    assert enter(session, "sam", password).token


@pytest.mark.parametrize("role", ["", "Lead", "root", "practitioner "])
def test_a_role_that_is_none_is_refused(session: Session, role: str) -> None:
    with pytest.raises(BadMessage, match="must be one of"):
        add_user(session, "sam", PASSWORD, role)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_given(session: Session, role: str) -> None:
    add_user(session, "sam", PASSWORD, role)

    assert enter(session).user.role == role


def test_a_name_is_taken_once(sam: Session) -> None:
    with pytest.raises(Conflict, match="sam"):
        add_user(sam, "sam", PASSWORD)


def test_a_disabled_account_opens_nothing_from_that_moment(sam: Session) -> None:
    opened = enter(sam)

    disable_user(sam, "sam")

    with pytest.raises(NotSignedIn):
        user_for(sam, opened.token, NOW)
    with pytest.raises(NotSignedIn):
        enter(sam)


def test_an_administrator_signs_somebody_out_everywhere(sam: Session) -> None:
    opened = [enter(sam), enter(sam)]

    service.sign_out_everywhere(sam, "sam")

    for session in opened:
        with pytest.raises(NotSignedIn):
            user_for(sam, session.token, NOW)
    assert enter(sam).token
    with pytest.raises(NotFound):
        service.sign_out_everywhere(sam, "nobody")


def test_an_account_that_is_not_there_cannot_be_disabled(session: Session) -> None:
    with pytest.raises(NotFound):
        disable_user(session, "nobody")


def test_a_session_ends_after_its_hours(sam: Session) -> None:
    opened = enter(sam)
    for hours in range(8):
        now = NOW + timedelta(hours=hours)
        for minutes in (0, 29, 58):
            user_for(sam, opened.token, now + timedelta(minutes=minutes))

    with pytest.raises(NotSignedIn):
        user_for(sam, opened.token, NOW + timedelta(hours=8))


@pytest.mark.parametrize(("minutes", "open_still"), [(29, True), (30, False), (31, False)])
def test_a_session_ends_when_nobody_uses_it(sam: Session, minutes: int, open_still: bool) -> None:
    opened, then = enter(sam), NOW + timedelta(minutes=minutes)

    if open_still:
        assert user_for(sam, opened.token, then).username == "sam"
    else:
        with pytest.raises(NotSignedIn):
            user_for(sam, opened.token, then)


@pytest.mark.parametrize("token", [None, "", "unknown", "\ud800"])
def test_an_unknown_token_is_nobody(sam: Session, token: str | None) -> None:
    with pytest.raises(NotSignedIn):
        user_for(sam, token, NOW)


def test_signing_out_ends_this_session_and_no_other(sam: Session) -> None:
    one, two = enter(sam), enter(sam)

    sign_out(sam, one.token)
    sign_out(sam, None)
    sign_out(sam, "unknown")

    assert user_for(sam, two.token, NOW).username == "sam"
    with pytest.raises(NotSignedIn):
        user_for(sam, one.token, NOW)


def test_sign_in_can_be_tried_only_so_often(sam: Session) -> None:
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            enter(sam, password="wrong password")

    with pytest.raises(TooManyTries):
        enter(sam)
    assert enter(sam, client="elsewhere").token


def test_changing_the_case_of_a_name_gives_no_more_tries(sam: Session) -> None:
    for name in ("sam", "Sam", "SAM", "sAm", "saM"):
        with pytest.raises(NotSignedIn):
            enter(sam, name, "wrong password")

    with pytest.raises(TooManyTries):
        enter(sam)


def test_what_is_done_with_accounts_is_in_the_audit(sam: Session) -> None:
    enter(sam)
    disable_user(sam, "sam")

    rows = sam.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(row.actor, row.action) for row in rows] == [
        ("system", "user_added"), ("user:sam", "signed_in"), ("system", "user_disabled"),
    ]  # fmt: skip
