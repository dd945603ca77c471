"""Somebody who gives codes, and who begins with one."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service as chat
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.interest.schemas import InterestIn
from api.interest.service import name
from api.invite import service
from api.invite.schemas import InviteOut
from api.models import Allocation
from api.turn.service import Turns
from api.user.signed_in import SignedInUser
from tests.api.staff import a_colleague

REFERENCE = "ASC-2024/0117"
Begin = Callable[[str], Started]
Listed = Callable[..., InviteOut]


def with_whom(sessions: sessionmaker[Session], started: Started) -> set[UUID]:
    with sessions.begin() as session:
        mine = session.query(Allocation).filter(Allocation.conversation_id == started.id)
        return {row.user_id for row in mine}


def name_sam(session: Session, turns: Turns, lee: SignedInUser, started: Started) -> None:
    """Sam is connected with who is speaking."""
    given = InterestIn(username="sam", reason="His sister.")
    name(session, turns.keys, lee, started.id, given, now=utc_now())


@pytest.fixture
def sam(sessions: sessionmaker[Session]) -> SignedInUser:
    return a_colleague(sessions, "sam")


@pytest.fixture
def lee(sessions: sessionmaker[Session]) -> SignedInUser:
    return a_colleague(sessions, "lee", "lead")


@pytest.fixture
def code(sessions: sessionmaker[Session], turns: Turns, sam: SignedInUser) -> str:
    with sessions.begin() as session:
        return service.make_invite(session, turns.keys, sam, REFERENCE, now=utc_now()).code


@pytest.fixture
def begin(turns: Turns) -> Begin:
    return lambda code: chat.start(turns, invite=code)


@pytest.fixture
def only(sessions: sessionmaker[Session], turns: Turns, sam: SignedInUser) -> Listed:
    """Return the one invite there is, as somebody sees it."""

    def listed(who: SignedInUser | None = None) -> InviteOut:
        with sessions.begin() as session:
            (one,) = service.listed(session, turns.keys, who or sam, now=utc_now())
            return one

    return listed
