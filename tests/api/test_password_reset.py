"""A lost password: reset for a day, good for choosing another and nothing else."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.core.clock import utc_now
from api.errors import BadMessage, NotFound, NotSignedIn, TooManyTries
from api.models import AuditEvent, User, UserSession
from api.settings import Settings
from api.user import password_reset, service, sso, steps
from api.user.service import add_user, disable_user, sign_in, user_for
from api.user.sessions import SignedIn, at_step

PASSWORD, OWN = "twelve chars", "four words of mine"
NOW = utc_now()


def enter(session: Session, typed: str, now: datetime = NOW) -> SignedIn:
    return sign_in(session, "sam", typed, client="x", now=now)


@pytest.fixture
def sam(session: Session) -> Session:
    add_user(session, "sam", PASSWORD)
    return session


@pytest.fixture
def given(sam: Session) -> str:
    return password_reset.reset(sam, "sam", now=NOW)


def test_a_reset_ends_the_password_and_every_session(sam: Session) -> None:
    before = enter(sam, PASSWORD)

    password_reset.reset(sam, "sam", now=NOW)

    with pytest.raises(NotSignedIn):
        user_for(sam, before.token, NOW)
    with pytest.raises(NotSignedIn):
        enter(sam, PASSWORD)


def test_what_was_given_opens_nothing_but_the_choice_of_another(sam: Session, given: str) -> None:
    signed = enter(sam, given)

    assert (signed.step, len(given.split("-"))) == ("password", 6)
    with pytest.raises(NotSignedIn):
        user_for(sam, signed.token, NOW)


def test_once_another_is_chosen_it_is_good_and_the_given_one_is_not(
    sam: Session, given: str
) -> None:
    half = enter(sam, given)

    done = password_reset.choose(sam, half.token, OWN, now=NOW)

    assert user_for(sam, done.token, NOW).username == "sam"
    assert enter(sam, OWN).step == "done"
    with pytest.raises(NotSignedIn):
        at_step(sam, half.token, NOW, "password")
    with pytest.raises(NotSignedIn):
        enter(sam, given)
    with pytest.raises(NotSignedIn):
        password_reset.choose(sam, half.token, "another of somebody's", now=NOW)


def test_it_is_good_for_a_day(sam: Session, given: str) -> None:
    assert enter(sam, given, NOW + timedelta(hours=23)).step == "password"

    with pytest.raises(NotSignedIn) as refused:
        enter(sam, given, NOW + timedelta(hours=24))

    assert refused.value.name == service.WRONG


@pytest.mark.parametrize("typed", ["", "short", "half of \ud800 a pair"])
def test_a_password_that_cannot_be_one_is_refused(sam: Session, given: str, typed: str) -> None:
    half = enter(sam, given)

    with pytest.raises(BadMessage):
        password_reset.choose(sam, half.token, typed, now=NOW)
    with pytest.raises(BadMessage):
        password_reset.choose(sam, half.token, given, now=NOW)


def test_choosing_is_tried_a_few_times_a_minute(sam: Session, given: str) -> None:
    half = enter(sam, given)
    for _ in range(5):
        with pytest.raises(BadMessage):
            password_reset.choose(sam, half.token, given, now=NOW)

    with pytest.raises(TooManyTries):
        password_reset.choose(sam, half.token, OWN, now=NOW)


def test_where_codes_are_required_they_are_set_up_after_it(
    sam: Session, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = Settings(_env_file=None, second_step="required")
    monkeypatch.setattr(steps, "get_settings", lambda: strict)
    half = enter(sam, given)

    assert half.step == "password"
    assert password_reset.choose(sam, half.token, OWN, now=NOW).step == "set_up"


def test_it_is_in_the_audit_without_the_password(sam: Session, given: str) -> None:
    half = enter(sam, given)
    password_reset.choose(sam, half.token, OWN, now=NOW)

    rows = sam.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    found = [(row.actor, row.action) for row in rows if row.action.startswith("password")]
    assert found == [("system", "password_reset"), ("user:sam", "password_changed")]
    for row in rows:
        assert given not in f"{row.actor}{row.action}{row.subject}"


def link_to_council(session: Session) -> None:
    session.query(User).update({"identity": "x" * 64})


def close(session: Session) -> None:
    disable_user(session, "sam")


@pytest.mark.parametrize("change", [link_to_council, close])
def test_an_account_without_a_password_has_none_to_reset(sam: Session, change: object) -> None:
    assert callable(change)
    change(sam)

    with pytest.raises(NotFound):
        password_reset.reset(sam, "sam", now=NOW)


def test_a_first_password_is_random_ends_and_does_not_become_their_own(session: Session) -> None:
    given = [password_reset.add_user(session, name, "lead", now=NOW) for name in ("sam", "kim")]
    half = enter(session, given[0], NOW + timedelta(days=2))

    assert (half.step, len({*given})) == ("password", 2)
    with pytest.raises(NotSignedIn):
        user_for(session, half.token, NOW)
    with pytest.raises(BadMessage):
        password_reset.choose(session, half.token, given[0], now=NOW)
    with pytest.raises(NotSignedIn):
        enter(session, given[0], NOW + password_reset.FIRST_GOOD_FOR)

    assert password_reset.choose(session, half.token, OWN, now=NOW).step == "done"
    with pytest.raises(NotSignedIn):
        enter(session, given[0])
    assert enter(session, OWN, NOW + timedelta(days=400)).step == "done"


def test_a_first_password_leads_through_setting_codes_up_where_they_are_required(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = Settings(_env_file=None, second_step="required")
    monkeypatch.setattr(steps, "get_settings", lambda: strict)
    half = enter(session, password_reset.add_user(session, "sam", "practitioner", now=NOW))

    assert half.step == "password"
    assert password_reset.choose(session, half.token, OWN, now=NOW).step == "set_up"
    assert enter(session, OWN).step == "set_up"


def test_who_signs_in_with_the_councils_account_has_no_first_password_any_more(
    session: Session,
) -> None:
    given = password_reset.add_user(session, "sam", "lead", now=NOW)
    sso.link(session, "sam", "https://council.example", "x", now=NOW)

    assert session.scalars(select(User.password_ends_at)).all() == [None]
    with pytest.raises(NotSignedIn):
        enter(session, given)


def test_who_signs_in_with_the_old_password_while_it_is_reset_has_no_session_after_it(
    sessions: sessionmaker[Session],
    readings: sessionmaker[Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with sessions.begin() as session:
        add_user(session, "sam", PASSWORD)
    hashed, looked, ended = threading.Event(), threading.Event(), list[str]()
    fits, is_shut = service.fits, service.is_shut

    def while_it_is_hashed(kept: str, password: str) -> bool:
        hashed.set()
        return fits(kept, password)

    def once_it_is_looked_at(user: User, now: datetime) -> bool:
        looked.set()
        return is_shut(user, now)

    def signs_in() -> None:
        try:
            with readings() as reading, sessions.begin() as session:
                sign_in(session, "sam", PASSWORD, client="x", now=NOW, reading=reading)
        except NotSignedIn:
            ended.append("refused")

    monkeypatch.setattr(service, "fits", while_it_is_hashed)
    monkeypatch.setattr(service, "is_shut", once_it_is_looked_at)
    other = threading.Thread(target=signs_in)
    with sessions.begin() as session:
        password_reset.reset(session, "sam", now=NOW)
        other.start()
        assert hashed.wait(5)
        assert not looked.wait(0.5), "it waits for what is under way"
    other.join()

    assert ended == ["refused"]
    with sessions() as session:
        assert session.scalars(select(UserSession)).all() == []
