"""What a worker writes for the person: told once, when they come back."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.chat import service
from api.chat.schemas import Started
from api.turn.service import Turns
from tests.api.talk import HARD_TEXTS
from tests.builders import FakeBot, an_answer

Headers = dict[str, str]


def tell(client: TestClient, of: Started, text: str, headers: Headers) -> int:
    path = f"/api/v1/conversations/{of.id}/messages"
    return client.post(path, json={"text": text}, headers=headers).status_code


def news(bot: FakeBot) -> str | None:
    told: str | None = bot.asked[-1]["settings"].get("core_news")
    return told


def test_it_is_told_on_coming_back_and_only_once(
    client: TestClient, turns: Turns, started: Started, bot: FakeBot, lead: Headers
) -> None:
    assert tell(client, started, "Can we meet on Monday?", lead) == 201
    bot.answers = [an_answer("A worker wrote this: “Can we meet on Monday?”")]

    service.resume(turns, started.return_code, client="a")
    first = news(bot)
    service.resume(turns, started.return_code, client="a")

    assert (first, news(bot)) == ("“Can we meet on Monday?”", None)


def test_while_the_bot_is_away_it_is_not_taken_as_told(
    client: TestClient, turns: Turns, started: Started, bot: FakeBot, lead: Headers
) -> None:
    tell(client, started, "Hello", lead)
    bot.away = True
    service.resume(turns, started.return_code, client="a")
    bot.away = False

    turns.answer_waiting(started.id)

    assert news(bot) == "“Hello”"


def test_what_was_not_read_out_is_told_the_next_time(
    client: TestClient, turns: Turns, started: Started, bot: FakeBot, lead: Headers
) -> None:
    tell(client, started, "Hello", lead)
    bot.answers = [an_answer("If you are in danger now, call 999.")]

    service.resume(turns, started.return_code, client="a")
    first = news(bot)
    service.resume(turns, started.return_code, client="a")

    assert first == news(bot) == "“Hello”"


@pytest.mark.parametrize(
    "text",
    [text for text in HARD_TEXTS.values() if len(text) <= 5_000],
    ids=[name for name, text in HARD_TEXTS.items() if len(text) <= 5_000],
)
def test_it_is_kept_word_for_word(
    client: TestClient, started: Started, lead: Headers, text: str
) -> None:
    tell(client, started, text, lead)

    record = client.get(f"/api/v1/conversations/{started.id}", headers=lead).json()

    assert [told["text"] for told in record["told"]] == [text]


@pytest.mark.parametrize("text", ["", "  ", "x" * 5_001])
def test_nothing_is_kept_of_what_cannot_be_told(
    client: TestClient, started: Started, lead: Headers, text: str
) -> None:
    assert tell(client, started, text, lead) == 422

    record = client.get(f"/api/v1/conversations/{started.id}", headers=lead).json()
    assert record["told"] == []


def test_one_conversation_is_not_told_what_was_written_for_another(
    client: TestClient, turns: Turns, started: Started, bot: FakeBot, lead: Headers
) -> None:
    other = service.start(turns)
    tell(client, other, "for someone else", lead)

    service.resume(turns, started.return_code, client="a")

    assert UUID(bot.asked[-1]["sender"]) == started.id
    assert news(bot) is None
