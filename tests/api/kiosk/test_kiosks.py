"""Kiosks: who may add one, what its code does, and what the bell says."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.access import ROLES
from api.core.clock import utc_now
from api.errors import BadMessage, NotAllowed, NotFound, TooManyTries
from api.kiosk import bell, service
from api.models import AuditEvent, Kiosk, KioskCall
from api.user.signed_in import SignedInUser
from api.vault.keys import KeyRing

NOW = utc_now()


def somebody(role: str) -> SignedInUser:
    return SignedInUser(uuid4(), f"a-{role}", role, "csrf")


LEAD, DESK = somebody("lead"), somebody("desk")


def set_up(session: Session, keys: KeyRing, code: str, later: timedelta = timedelta()) -> str:
    return service.set_up(session, keys, code, client="here", now=NOW + later)


@pytest.fixture
def code(session: Session, keys: KeyRing) -> str:
    return service.add_kiosk(session, keys, LEAD, " Library,  ground floor ", now=NOW).code


@pytest.fixture
def kiosk(session: Session, keys: KeyRing, code: str) -> Kiosk:
    found = service.kiosk_of(session, set_up(session, keys, code), now=NOW)
    assert found is not None
    return found


def state(session: Session) -> str:
    (only,) = service.listed(session, LEAD, now=NOW)
    return only.state


def test_a_code_sets_one_screen_up_and_no_second(
    session: Session, keys: KeyRing, code: str
) -> None:
    assert state(session) == "waiting"
    device = set_up(session, keys, code.upper().replace(" ", "-"))

    found = service.kiosk_of(session, device, now=NOW)
    assert found is not None
    assert found.name == "Library, ground floor"
    assert state(session) == "in_use"
    with pytest.raises(NotFound):
        set_up(session, keys, code)


def test_a_code_is_too_old_after_an_hour(session: Session, keys: KeyRing, code: str) -> None:
    with pytest.raises(NotFound):
        set_up(session, keys, code, timedelta(minutes=61))

    (only,) = service.listed(session, LEAD, now=NOW + timedelta(minutes=61))
    assert only.state == "lapsed"


def test_codes_cannot_be_tried_one_after_another(session: Session, keys: KeyRing) -> None:
    for _ in range(5):
        with pytest.raises(NotFound):
            set_up(session, keys, "zoo zoo zoo zoo")

    with pytest.raises(TooManyTries):
        set_up(session, keys, "zoo zoo zoo zoo")


def test_a_closed_screen_opens_nothing_any_more(session: Session, keys: KeyRing, code: str) -> None:
    device = set_up(session, keys, code)
    (only,) = service.listed(session, LEAD, now=NOW)

    service.revoke(session, LEAD, only.id, now=NOW)

    assert service.kiosk_of(session, device, now=NOW) is None
    assert state(session) == "revoked"
    with pytest.raises(NotFound):
        service.new_code(session, keys, LEAD, only.id, now=NOW)


def test_the_screen_before_stops_when_a_new_one_is_set_up(
    session: Session, keys: KeyRing, code: str
) -> None:
    before = set_up(session, keys, code)
    (only,) = service.listed(session, LEAD, now=NOW)
    again = service.new_code(session, keys, LEAD, only.id, now=NOW).code
    assert service.kiosk_of(session, before, now=NOW) is not None

    after = set_up(session, keys, again)

    assert service.kiosk_of(session, before, now=NOW) is None
    assert service.kiosk_of(session, after, now=NOW) is not None


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "\ud800"])
def test_a_place_has_a_name(session: Session, keys: KeyRing, name: str) -> None:
    with pytest.raises(BadMessage):
        service.add_kiosk(session, keys, LEAD, name, now=NOW)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "lead"])
def test_only_a_lead_keeps_kiosks(session: Session, keys: KeyRing, role: str) -> None:
    with pytest.raises(NotAllowed):
        service.add_kiosk(session, keys, somebody(role), "Library", now=NOW)


def test_neither_code_nor_key_is_kept_as_it_is(session: Session, keys: KeyRing, code: str) -> None:
    device = set_up(session, keys, code)

    row = session.scalars(select(Kiosk)).one()

    assert row.code_hash is None
    assert device not in repr(vars(row))


def test_the_bell_says_no_more_than_is_true(session: Session, kiosk: Kiosk) -> None:
    later = NOW + timedelta(minutes=3)
    assert bell.bell_of(session, kiosk, now=NOW) == "quiet"

    bell.ring(session, kiosk, now=NOW)
    assert bell.bell_of(session, kiosk, now=NOW) == "asked"
    assert bell.bell_of(session, kiosk, now=later) == "nobody"

    (call,) = bell.calls(session, DESK, unanswered=True)
    bell.answer(session, DESK, call.id, now=later)
    assert bell.bell_of(session, kiosk, now=later) == "coming"
    assert bell.calls(session, DESK, unanswered=True) == []


def test_ringing_twice_is_one_call_and_ringing_later_another(
    session: Session, kiosk: Kiosk
) -> None:
    for _ in range(2):
        bell.ring(session, kiosk, now=NOW)
    (call,) = bell.calls(session, DESK, unanswered=True)
    bell.answer(session, DESK, call.id, now=NOW)

    bell.ring(session, kiosk, now=NOW + timedelta(minutes=3))

    assert session.query(KioskCall).count() == 2
    assert bell.bell_of(session, kiosk, now=NOW + timedelta(minutes=3)) == "asked"


def test_who_rang_and_left_is_still_seen_and_the_next_person_hears_nothing_of_it(
    session: Session, kiosk: Kiosk
) -> None:
    bell.ring(session, kiosk, now=NOW)

    bell.quiet(session, kiosk, now=NOW)

    (call,) = bell.calls(session, DESK, unanswered=True)
    assert (call.kiosk, call.left) == ("Library, ground floor", True)
    assert bell.bell_of(session, kiosk, now=NOW) == "quiet"


def test_everything_done_with_a_kiosk_is_in_the_audit(session: Session, kiosk: Kiosk) -> None:
    bell.ring(session, kiosk, now=NOW)
    (call,) = bell.calls(session, DESK, unanswered=True)
    bell.answer(session, DESK, call.id, now=NOW)
    service.revoke(session, LEAD, kiosk.id, now=NOW)

    rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()

    assert [(row.actor, row.action) for row in rows] == [
        ("user:a-lead", "kiosk_added"),
        ("kiosk", "kiosk_set_up"),
        ("kiosk", "kiosk_rang"),
        ("user:a-desk", "kiosk_answered"),
        ("user:a-lead", "kiosk_revoked"),
    ]
    assert {row.subject for row in rows} == {str(kiosk.id)}
