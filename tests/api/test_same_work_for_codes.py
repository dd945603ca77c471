"""How long an answer takes tells nobody whether a code exists: whatever is entered is hashed, as
often and at the same cost. Counted, since seconds on a busy machine prove nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.chat import codes
from api.chat import service as chat
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.errors import CodeNotGood, NotFound
from api.invite import service as invites
from api.kiosk import service as kiosks
from api.models import Conversation
from api.turn.service import Turns
from tests.api.staff import a_colleague

Sessions = sessionmaker[Session]
Cost = tuple[Any, ...]
Costs = Callable[[Callable[[], object]], list[Cost]]
NOT_ONE = ["zoo zoo zoo zoo zoo zoo", "123456", "\x00", "💬", "x" * 100_000]


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> Costs:
    """Return a function that returns the cost of each hash made meanwhile. Errors that say that a
    code is not good are what is asked for here."""
    made: list[Cost] = []
    slow_hash = codes.slow_hash

    def counted(size: int, secret: bytes, salt: bytes, *cost: Any) -> bytes:
        made.append((size, *cost))
        hashed: bytes = slow_hash(size, secret, salt, *cost)
        return hashed

    def of(work: Callable[[], object]) -> list[Cost]:
        made.clear()
        try:
            work()
        except (CodeNotGood, NotFound):
            made.append(("refused",))
        return list(made)

    monkeypatch.setattr(codes, "slow_hash", counted)
    return of


REFUSED = [("refused",)]


@pytest.mark.parametrize("entered", ["", "   ", *NOT_ONE])
def test_a_return_code_costs_the_same_whether_it_exists_or_not(
    turns: Turns, started: Started, costs: Costs, entered: str
) -> None:
    known = costs(lambda: chat.resume(turns, started.return_code, client="a"))
    unknown = costs(lambda: chat.resume(turns, entered, client="b"))

    assert len(known) == 1
    assert unknown == known + REFUSED


def test_the_return_code_of_what_was_erased_costs_as_much(
    turns: Turns, started: Started, costs: Costs
) -> None:
    known = costs(lambda: chat.resume(turns, started.return_code, client="a"))
    with turns.sessions.begin() as session:
        session.delete(session.get_one(Conversation, started.id))

    gone = costs(lambda: chat.resume(turns, started.return_code, client="b"))

    assert gone == known + REFUSED


@pytest.fixture
def invite(sessions: Sessions, turns: Turns) -> str:
    sam = a_colleague(sessions, "sam")
    with sessions.begin() as session:
        return invites.make_invite(session, turns.keys, sam, "ASC-1", now=utc_now()).code


@pytest.mark.parametrize("entered", NOT_ONE)
def test_a_code_for_a_case_costs_the_same_whether_it_exists_or_not(
    turns: Turns, invite: str, costs: Costs, entered: str
) -> None:
    known = costs(lambda: chat.start(turns, invite=invite, client="a"))
    unknown = costs(lambda: chat.start(turns, invite=entered, client="b"))

    assert len(known) == 2  # the code, and the return code that they are given
    assert unknown == known + REFUSED


def test_without_a_code_for_a_case_only_the_return_code_is_hashed(
    turns: Turns, costs: Costs
) -> None:
    """It tells nothing but that no code was typed, which whoever typed none knows."""
    none, *empty = [
        costs(lambda given=given: chat.start(turns, invite=given))  # type: ignore[misc]
        for given in (None, "", "   ")
    ]

    assert len(none) == 1
    assert empty == [none, none]


@pytest.mark.parametrize("entered", ["", "   ", *NOT_ONE])
def test_a_screens_code_costs_the_same_whether_it_exists_or_not(
    turns: Turns, sessions: Sessions, costs: Costs, entered: str
) -> None:
    lead, now = a_colleague(sessions, "lee", "lead"), utc_now()

    def set_up(code: str, client: str) -> None:
        with sessions.begin() as session:
            kiosks.set_up(session, turns.keys, code, client=client, now=now)

    with sessions.begin() as session:
        code = kiosks.add_kiosk(session, turns.keys, lead, "Library", now=now).code

    known = costs(lambda: set_up(code, "a"))
    unknown, used = costs(lambda: set_up(entered, "b")), costs(lambda: set_up(code, "c"))

    assert len(known) == 1
    assert unknown == used == known + REFUSED
