"""Somebody who gives codes, and who begins with one."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service as chat
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.invite import service
from api.invite.schemas import InviteOut
from api.turn.service import Turns
from api.user.signed_in import SignedInUser
from tests.api.staff import a_colleague

REFERENCE = "ASC-2024/0117"
Begin = Callable[[str], Started]
Listed = Callable[..., InviteOut]


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
