"""Which overrides wait for a second person, and whom they are shown to."""

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.chat.schemas import Started
from api.core.clock import utc_now
from api.models import ConflictOfInterest, Override
from api.override.waiting import to_sign
from api.user.signed_in import SignedInUser
from tests.api.staff import a_colleague

Sessions = sessionmaker[Session]


@pytest.fixture
def jo(sessions: Sessions) -> SignedInUser:
    return a_colleague(sessions, "jo", "lead")


@pytest.fixture
def written(sessions: Sessions, started: Started) -> Override:
    row = Override(
        id=uuid4(), conversation_id=started.id, by="user:sam", at=utc_now(), wish="sharing",
        basis="vital_interests", decided_on=utc_now().date(), told="told", details=b"",
    )  # fmt: skip
    with sessions.begin() as session:
        session.add(row)
    return row


def waiting(sessions: Sessions, who: SignedInUser) -> list[str]:
    with sessions.begin() as session:
        return [one.by for one in to_sign(session, who, now=utc_now())]


def test_it_waits_for_a_lead_until_it_is_signed_or_refused(
    sessions: Sessions, jo: SignedInUser, written: Override
) -> None:
    assert waiting(sessions, jo) == ["user:sam"]

    with sessions.begin() as session:
        session.get_one(Override, written.id).signed = "refused"

    assert waiting(sessions, jo) == []


def test_it_waits_for_nobody_who_may_not_sign(sessions: Sessions, written: Override) -> None:
    assert waiting(sessions, a_colleague(sessions, "ada")) == []
    assert waiting(sessions, a_colleague(sessions, "sam", "lead")) == []  # who wrote it


def test_a_lead_with_a_conflict_of_interest_is_not_told_of_it(
    sessions: Sessions, jo: SignedInUser, started: Started, written: Override
) -> None:
    at = {"at": utc_now(), "by": "user:jo", "reason": b""}
    with sessions.begin() as session:
        session.add(ConflictOfInterest(conversation_id=started.id, user_id=jo.id, **at))

    assert waiting(sessions, jo) == []
