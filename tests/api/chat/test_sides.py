"""One takes over from another in the middle: each sees their own lines, and no others."""

import threading
import time
from collections.abc import Mapping
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient

from api.chat import service
from api.chat.codes import hash_code
from api.chat.schemas import Started
from api.errors import NotAllowed
from api.turn.bot import BotAnswer
from api.turn.service import Turns
from tests.api.talk import record, say, texts
from tests.api.test_told import news, tell
from tests.builders import FakeBot, an_answer

HER_WISH = "I want to hold my own purse"
HER_SECRET = "He hits me when you have gone"
HIS_WISH = "She is better off if I hold it"


def hand_over(turns: Turns, started: Started, bot: FakeBot, voice: str) -> None:
    command = {"command": "hand_over", "voice": voice}
    bot.answers = [
        an_answer("Who is here?", asking="role"),
        an_answer("Welcome.", commands=[command]),
    ]
    say(turns, started, "Someone else is writing now")
    say(turns, started, f"I am {voice}")


@pytest.fixture
def his_turn(turns: Turns, started: Started, bot: FakeBot) -> Started:
    """She has said her wish, and her son writes."""
    say(turns, started, HER_WISH)
    hand_over(turns, started, bot, "family")
    say(turns, started, HIS_WISH)
    return started


def test_family_who_take_over_see_only_their_own_lines(turns: Turns, his_turn: Started) -> None:
    assert texts(turns, his_turn, "person") == ["I am family", HIS_WISH]


def test_the_record_holds_every_line_in_order(turns: Turns, his_turn: Started) -> None:
    said = [turn["text"] for turn in record(turns, his_turn)["turns"] if turn["from"] == "person"]

    assert said == [HER_WISH, "Someone else is writing now", "I am family", HIS_WISH]


def test_she_sees_hers_and_not_his_when_she_writes_again(
    turns: Turns, his_turn: Started, bot: FakeBot
) -> None:
    hand_over(turns, his_turn, bot, "own")

    seen = texts(turns, his_turn, "person")

    assert HER_WISH in seen
    assert HIS_WISH not in seen


def test_the_return_code_shows_nobodys_lines_before_they_say_who_they_are(
    turns: Turns, his_turn: Started, bot: FakeBot
) -> None:
    resumed = service.resume(turns, his_turn.return_code, client="a")

    assert not {HER_WISH, HIS_WISH} & {line.text for line in resumed.messages}
    with pytest.raises(NotAllowed):
        service.erase(turns, his_turn.id)

    hand_over(turns, his_turn, bot, "own")

    assert HER_WISH in texts(turns, his_turn, "person")


def test_words_that_wait_are_seen_by_who_wrote_them(
    turns: Turns, his_turn: Started, bot: FakeBot
) -> None:
    bot.away = True
    say(turns, his_turn, "and the door key")

    assert "and the door key" in texts(turns, his_turn, "person")


def test_words_that_waited_are_hers_though_somebody_came_back_before_they_were_answered(
    turns: Turns, his_turn: Started, bot: FakeBot
) -> None:
    hand_over(turns, his_turn, bot, "own")
    bot.away = True
    say(turns, his_turn, HER_SECRET)
    bot.away = False
    bot.answers = [an_answer("Noted."), an_answer("Who is writing?", asking="role")]

    resumed = service.resume(turns, his_turn.return_code, client="a")

    assert [line.text for line in resumed.messages if HER_SECRET in line.text] == []
    assert "Who is writing?" in [line.text for line in resumed.messages]
    hand_over(turns, his_turn, bot, "own")
    assert HER_SECRET in texts(turns, his_turn, "person")


def test_whoever_came_back_sees_no_side_though_a_change_of_hands_was_answered_only_now(
    turns: Turns, his_turn: Started, bot: FakeBot
) -> None:
    bot.away = True
    say(turns, his_turn, "It is me again")
    bot.away = False
    own = an_answer("Hello again.", commands=[{"command": "hand_over", "voice": "own"}])
    bot.answers = [own, an_answer("Who is writing?", asking="role")]

    resumed = service.resume(turns, his_turn.return_code, client="a")

    assert not {HER_WISH, HIS_WISH} & {line.text for line in resumed.messages}


def test_what_is_said_while_somebody_comes_back_is_its_writers(
    turns: Turns, his_turn: Started, bot: FakeBot
) -> None:
    """The bot thinks about her words as the code is typed on another device. The one who types it
    is met once she is answered."""
    hand_over(turns, his_turn, bot, "own")
    bot.answers = [an_answer("Noted."), an_answer("Who is writing?", asking="role")]
    answer, coming = bot.turn, list[threading.Thread]()

    def while_it_is_typed(body: Mapping[str, Any]) -> BotAnswer:
        if not coming:
            back = partial(service.resume, turns, his_turn.return_code, client="a")
            coming.append(threading.Thread(target=back))
            coming[0].start()
            time.sleep(0.5)
        return answer(body)

    with patch.object(bot, "turn", while_it_is_typed):
        say(turns, his_turn, HER_SECRET)
        coming[0].join(10)

    assert HER_SECRET not in texts(turns, his_turn, "person")
    hand_over(turns, his_turn, bot, "own")
    assert HER_SECRET in texts(turns, his_turn, "person")


def test_what_is_said_while_somebody_comes_back_in_another_process_is_its_writers(
    turns: Turns, his_turn: Started, bot: FakeBot
) -> None:
    hand_over(turns, his_turn, bot, "own")
    bot.answers = [an_answer("Noted."), an_answer("Noted again.")]
    answer, back = bot.turn, list[bool]()

    def while_it_is_typed(body: Mapping[str, Any]) -> BotAnswer:
        if not back:  # past the lock that holds within one process
            back.append(True)
            code = hash_code(his_turn.return_code, turns.keys)
            with turns.sessions.begin() as session:
                service._come_back(turns, session, his_turn.id, code, "another")
        return answer(body)

    with patch.object(bot, "turn", while_it_is_typed):
        say(turns, his_turn, HER_SECRET)

    assert HER_SECRET not in texts(turns, his_turn, "person")
    hand_over(turns, his_turn, bot, "own")
    assert texts(turns, his_turn, "person").count(HER_SECRET) == 1


def test_family_may_neither_erase_it_nor_make_a_new_code(turns: Turns, his_turn: Started) -> None:
    with pytest.raises(NotAllowed):
        service.erase(turns, his_turn.id)
    with pytest.raises(NotAllowed):
        service.new_code(turns, his_turn.id)

    assert service.resume(turns, his_turn.return_code, client="a").id == his_turn.id


def test_family_alone_may_erase_what_they_wrote(turns: Turns, started: Started) -> None:
    say(turns, started, HIS_WISH)

    assert service.erase(turns, started.id).erased


def test_what_a_worker_wrote_for_her_is_told_when_she_says_that_it_is_her(
    client: TestClient, turns: Turns, his_turn: Started, bot: FakeBot, lead: dict[str, str]
) -> None:
    assert tell(client, his_turn, "Can we meet on Monday?", lead) == 201
    bot.answers = [an_answer("Who is writing?", asking="role")]
    service.resume(turns, his_turn.return_code, client="a")
    assert news(bot) is None

    command = {"command": "hand_over", "voice": "own"}
    bot.answers = [an_answer("Welcome. “Can we meet on Monday?”", commands=[command])]
    say(turns, his_turn, "It is about me")
    assert news(bot) == "“Can we meet on Monday?”"

    bot.answers = [an_answer("Who is writing?", asking="role"), an_answer("Welcome.")]
    service.resume(turns, his_turn.return_code, client="a")
    say(turns, his_turn, "It is about me")
    assert news(bot) is None
