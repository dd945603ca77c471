"""What a password must be, and changing one's own."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.clock import utc_now
from api.errors import BadMessage, NotFound, NotSignedIn, Overloaded, TooManyTries
from api.limits import Few
from api.models import AuditEvent, User
from api.user import password_reset, service
from api.user.password_change import change
from api.user.passwords import must_be_good
from api.user.service import add_user, sign_in
from api.user.sessions import user_for

NOW = utc_now()
BEFORE, AFTER = "twelve chars", "marmalade lantern orbit"


@pytest.mark.parametrize(
    "password",
    ["password1234", "123456789012", "letmeinletmein", "qwertyuiop12", "aaaaaaaaaaaa", "x" * 500],
)
def test_a_password_that_everybody_uses_is_refused(password: str) -> None:
    with pytest.raises(BadMessage, match="easy to guess"):
        must_be_good(password, "sam")


@pytest.mark.parametrize(
    "password",
    ["ownwords1234", "safeguarding1", "safeguarding team", "samira.begum1", "Council 2026"],
)
def test_a_password_made_of_the_person_and_the_place_is_refused(password: str) -> None:
    with pytest.raises(BadMessage, match="easy to guess"):
        must_be_good(password, "samira.begum")


@pytest.mark.parametrize(
    "password",
    ["marmalade lantern orbit", "mmmmarmaladelanternorbit", "4731 9920 5518 0642",
     "пароль 密码 😀 long",
     "a sentence of well over sixty-four signs that a password manager made"],
)  # fmt: skip
def test_any_signs_do_and_none_are_required(password: str) -> None:
    must_be_good(password, "sam")


@pytest.fixture
def sam(session: Session) -> User:
    add_user(session, "sam", BEFORE)
    return session.scalars(select(User)).one()


def test_a_changed_password_signs_in_and_the_old_one_does_not(session: Session, sam: User) -> None:
    change(session, sam.id, BEFORE, AFTER, now=NOW)

    assert sign_in(session, "sam", AFTER, client="x", now=NOW).token
    with pytest.raises(NotSignedIn):
        sign_in(session, "sam", BEFORE, client="x", now=NOW)
    assert "password_changed" in session.scalars(select(AuditEvent.action)).all()


def test_changing_it_ends_every_other_session(session: Session, sam: User) -> None:
    elsewhere = sign_in(session, "sam", BEFORE, client="x", now=NOW)

    here = change(session, sam.id, BEFORE, AFTER, now=NOW)

    assert user_for(session, here.token, NOW).username == "sam"
    with pytest.raises(NotSignedIn):
        user_for(session, elsewhere.token, NOW)


def test_whoever_finds_a_screen_open_cannot_change_it(session: Session, sam: User) -> None:
    kept = sam.password_hash
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            change(session, sam.id, "a wrong password", AFTER, now=NOW)

    with pytest.raises(TooManyTries):
        change(session, sam.id, BEFORE, AFTER, now=NOW)
    assert sam.password_hash == kept


@pytest.mark.parametrize("after", [BEFORE, "short", "password1234", "y" * 1001])
def test_a_new_password_that_is_not_good_changes_nothing(
    session: Session, sam: User, after: str
) -> None:
    kept = sam.password_hash
    with pytest.raises(BadMessage):
        change(session, sam.id, BEFORE, after, now=NOW)

    assert sam.password_hash == kept


def test_who_signs_in_elsewhere_has_none_to_change(session: Session, sam: User) -> None:
    sam.password_hash = ""

    with pytest.raises(NotFound):
        change(session, sam.id, "", AFTER, now=NOW)


def test_a_new_hash_is_one_of_the_few_at_once(
    session: Session, sam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Few(1, waiting=0)
    monkeypatch.setattr(service, "AT_ONCE", few)

    with few:
        for hashes in (
            lambda: add_user(session, "alex", BEFORE),
            lambda: change(session, sam.id, BEFORE, AFTER, now=NOW),
            lambda: password_reset.reset(session, "sam", now=NOW),
            lambda: service.hashed(AFTER),
        ):
            with pytest.raises(Overloaded):
                hashes()


def test_a_new_record_has_no_account(session: Session) -> None:
    assert session.scalars(select(User)).all() == []
