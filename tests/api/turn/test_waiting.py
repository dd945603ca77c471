"""Who waits is tried in turn, whatever is wrong with somebody else."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError

from api.chat import service
from api.chat.repository import ChatRepository
from api.turn.bot import BotAnswer
from api.turn.service import Turns, waiting_conversations
from api.turn.waiting import reconcile
from tests.api.talk import say
from tests.builders import FakeBot


class Tripping(FakeBot):
    """Back, with an answer that cannot be kept for some."""

    def __init__(self) -> None:
        super().__init__()
        self.trips: dict[UUID, Callable[[], Exception]] = {}

    def turn(self, body: Mapping[str, Any]) -> BotAnswer:
        answer = super().turn(body)
        trip = self.trips.get(UUID(body["sender"]))
        if trip is not None:
            raise trip()
        return answer


@pytest.fixture
def bot() -> Tripping:
    return Tripping()


def not_kept() -> Exception:
    return IntegrityError("INSERT", {}, Exception("no such parent"))


def away() -> Exception:
    return OperationalError("SELECT", {}, Exception("no connection"))


def who_wait(turns: Turns, bot: FakeBot, count: int) -> list[UUID]:
    """Begin conversations while the bot is away; return them as they came."""
    bot.away = True
    ids = [service.start(turns).id for _ in range(count)]
    bot.away = False
    bot.asked.clear()
    return ids


def test_what_cannot_be_kept_of_one_conversation_holds_up_no_other(
    turns: Turns, bot: Tripping
) -> None:
    ids = who_wait(turns, bot, 3)
    bot.trips[ids[0]] = not_kept

    assert reconcile(turns) == 2
    assert waiting_conversations(turns.sessions) == ids[:1]


def test_a_connection_that_was_lost_for_one_holds_up_no_other(turns: Turns, bot: Tripping) -> None:
    ids = who_wait(turns, bot, 2)
    bot.trips[ids[0]] = away

    assert reconcile(turns) == 1


def test_once_the_database_itself_is_away_the_others_are_not_tried(
    turns: Turns, bot: Tripping
) -> None:
    ids = who_wait(turns, bot, 3)
    engine = turns.sessions.kw["bind"]

    def refuse(*_: object) -> None:
        raise away()

    def goes() -> Exception:
        event.listen(engine, "before_cursor_execute", refuse)
        return away()

    bot.trips[ids[0]] = goes
    try:
        with pytest.raises(OperationalError):
            reconcile(turns)
    finally:
        event.remove(engine, "before_cursor_execute", refuse)

    assert [body["sender"] for body in bot.asked] == [str(ids[0])]


def test_whoever_has_waited_longest_is_tried_first(turns: Turns, bot: Tripping) -> None:
    ids = who_wait(turns, bot, 5)

    reconcile(turns)

    assert [UUID(body["sender"]) for body in bot.asked] == ids


def test_a_hundred_that_can_never_be_answered_leave_a_place_for_the_next(
    turns: Turns, bot: Tripping
) -> None:
    ids = who_wait(turns, bot, 101)
    bot.trips = dict.fromkeys(ids[:100], not_kept)

    assert reconcile(turns) == 1
    assert ids[100] not in waiting_conversations(turns.sessions)


def test_conversations_that_wait_are_counted_once_each_and_all(turns: Turns, bot: Tripping) -> None:
    first = service.start(turns)
    ids = who_wait(turns, bot, 101)
    bot.away = True
    say(turns, first, "one")
    say(turns, first, "two")

    with turns.sessions.begin() as session:
        assert ChatRepository(session).count_waiting() == len(ids) + 1
