"""What a password must be, and changing one's own."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.clock import utc_now
from api.errors import BadMessage, NotFound, NotSignedIn, Overloaded, TooManyTries
from api.limits import Few
from api.models import AuditEvent, User
from api.user import password_reset, service
from api.user.password_change import change
from api.user.password_taken import look_at, take
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


@pytest.fixture
def here(session: Session, sam: User) -> str:
    return sign_in(session, "sam", BEFORE, client="here", now=NOW).token


def test_a_changed_password_signs_in_and_the_old_one_does_not(session: Session, here: str) -> None:
    change(session, here, BEFORE, AFTER, now=NOW)

    assert sign_in(session, "sam", AFTER, client="x", now=NOW).token
    with pytest.raises(NotSignedIn):
        sign_in(session, "sam", BEFORE, client="x", now=NOW)
    assert "password_changed" in session.scalars(select(AuditEvent.action)).all()


def test_changing_it_ends_every_other_session(session: Session, here: str) -> None:
    elsewhere = sign_in(session, "sam", BEFORE, client="x", now=NOW)

    anew = change(session, here, BEFORE, AFTER, now=NOW)

    assert user_for(session, anew.token, NOW).username == "sam"
    for before in (elsewhere.token, here):
        with pytest.raises(NotSignedIn):
            user_for(session, before, NOW)


def test_whoever_finds_a_screen_open_cannot_change_it(
    session: Session, sam: User, here: str
) -> None:
    kept = sam.password_hash
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            change(session, here, "a wrong password", AFTER, now=NOW)

    with pytest.raises(TooManyTries):
        change(session, here, BEFORE, AFTER, now=NOW)
    assert sam.password_hash == kept


@pytest.mark.parametrize("after", [BEFORE, "short", "password1234", "y" * 1001])
def test_a_new_password_that_is_not_good_changes_nothing(
    session: Session, sam: User, here: str, after: str
) -> None:
    kept = sam.password_hash
    with pytest.raises(BadMessage):
        change(session, here, BEFORE, after, now=NOW)

    assert sam.password_hash == kept


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda session: service.sign_out_everywhere(session, "sam"),
        lambda session: service.disable_user(session, "sam"),
        lambda session: session.query(User).update({"password_hash": "another"}),
    ],
)
def test_what_happens_while_it_is_hashed_counts(
    session: Session, sam: User, here: str, meanwhile: Callable[[Session], object]
) -> None:
    me = user_for(session, here, NOW)
    chosen = look_at(me, sam.password_hash, AFTER, same=BadMessage("password_same"))
    meanwhile(session)

    with pytest.raises(NotSignedIn):
        take(session, here, "done", chosen, now=NOW)

    assert sam.password_hash != chosen.after


def test_who_signs_in_elsewhere_has_none_to_change(session: Session, sam: User, here: str) -> None:
    sam.password_hash = ""

    with pytest.raises(NotFound):
        change(session, here, "", AFTER, now=NOW)


def test_a_new_hash_is_one_of_the_few_at_once(
    session: Session, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Few(1, waiting=0)
    monkeypatch.setattr(service, "AT_ONCE", few)

    with few:
        for hashes in (
            lambda: add_user(session, "alex", BEFORE),
            lambda: change(session, here, BEFORE, AFTER, now=NOW),
            lambda: password_reset.reset(session, "sam", now=NOW),
            lambda: service.hashed(AFTER),
        ):
            with pytest.raises(Overloaded):
                hashes()


def test_a_new_record_has_no_account(session: Session) -> None:
    assert session.scalars(select(User)).all() == []
