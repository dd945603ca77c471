"""One takes over from another in the middle: each sees their own lines, and no others."""

import pytest
from fastapi.testclient import TestClient

from api.chat import service
from api.chat.schemas import Started
from api.errors import NotAllowed
from api.turn.service import Turns
from tests.api.talk import record, say, texts
from tests.api.test_told import news, tell
from tests.builders import FakeBot, an_answer

HER_WISH = "I want to hold my own purse"
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
