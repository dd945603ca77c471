"""Two processes change one conversation at the same moment: neither writes over the other. On
PostgreSQL too, which lets both in at once."""

import threading
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service
from api.chat.repository import ChatRepository
from api.db import make_engine, migrate
from api.models import Conversation, Message
from api.settings import Settings
from api.turn.service import Turns
from api.vault.keys import KeyRing
from tests.builders import FakeBot
from tests.postgres import a_database

AT_ONCE = 8


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def both(request: pytest.FixtureRequest) -> Iterator[sessionmaker[Session]]:
    if request.param == "sqlite":
        yield request.getfixturevalue("sessions")
        return
    url = a_database(request.getfixturevalue("postgres"))
    migrate(url)
    engine = make_engine(url)
    yield sessionmaker(engine, expire_on_commit=False)
    engine.dispose()


@pytest.fixture
def begun(both: sessionmaker[Session], keys: KeyRing, settings: Settings) -> tuple[Turns, UUID]:
    turns = Turns(both, keys, FakeBot(), settings)
    return turns, service.start(turns).id


def test_whoever_reads_sees_one_moment_whatever_is_written_meanwhile(
    begun: tuple[Turns, UUID],
) -> None:
    turns, here = begun
    with turns.reading() as reading:
        last = reading.scalars(select(Conversation.last_seq)).one()

        turns.take(here, uuid4(), "home")

        query = select(func.count()).select_from(Message)
        assert reading.scalar(query) == last
    with turns.reading() as reading:
        assert (reading.scalar(query) or 0) > last


def test_changes_at_the_same_moment_are_all_counted(begun: tuple[Turns, UUID]) -> None:
    turns, here = begun
    together = threading.Barrier(AT_ONCE)

    def change() -> None:
        together.wait(10)
        with turns.sessions.begin() as session:
            conversation = ChatRepository(session).get(here)
            assert conversation is not None
            conversation.version += 1

    before = version(turns, here)
    run_together(change)

    assert version(turns, here) == before + AT_ONCE


def test_messages_from_several_processes_each_have_a_place_of_their_own(
    begun: tuple[Turns, UUID],
) -> None:
    turns, here = begun
    said = [f"mine {number}" for number in range(AT_ONCE)]
    left = iter(said)
    together = threading.Barrier(AT_ONCE)

    def keep() -> None:
        words = next(left)
        together.wait(10)
        turns._keep(here, uuid4(), words, None)  # past the lock that holds within one process

    run_together(keep)

    lines = service.read(turns, here).messages
    assert sorted(line.text for line in lines if line.sender == "person") == said
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))


def version(turns: Turns, here: UUID) -> int:
    with turns.reading() as session:
        conversation = session.get(Conversation, here)
        assert conversation is not None
        return conversation.version


def run_together(work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
