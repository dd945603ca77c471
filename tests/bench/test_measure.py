"""The bench's own arithmetic, and that both talks say what they should."""

import asyncio
import json

import httpx2
import pytest

from tests.bench.measure import WINDOW, Sample, at_depths, one_round, percentile
from tests.bench.report import Result, page
from tests.bench.talk import BenchError, FormbotTalk, LongFormbotTalk, OurTalk


@pytest.mark.parametrize(("percent", "value"), [(0, 1), (50, 50), (95, 95), (99, 99), (100, 100)])
def test_a_percentile_is_a_value_that_was_measured(percent: int, value: int) -> None:
    assert percentile(list(range(100, 0, -1)), percent) == value


def test_the_percentile_of_one_value_is_that_value() -> None:
    assert percentile([7.0], 50) == percentile([7.0], 95) == 7.0


def test_the_page_holds_both_bots_and_every_goal() -> None:
    def result(name: str, seconds: float) -> Result:
        sample = Sample([seconds] * 8, [0.01], [1 / seconds], [1 / seconds])
        return Result(
            name, {1: sample, 8: sample}, {8: [seconds], 300: [seconds]}, {"Rasa (1)": 500.0}
        )

    text = page(result("Own Words", 0.02), result("Stock", 0.1), command="make bench", rounds=3)

    assert "| 1 | Stock | 100 | 100 | 10.0 | 10.0 |" in text
    assert "| 8 | Own Words | 20 | 20 | 50.0 | 50.0 |" in text
    assert "| p50 at 1 at once, at most 0.25 of the stock bot's | 0.5 | 0.20 |" in text
    assert "| turns/s at 8 at once, at least 5 times the stock bot's | 2 | 5.0 |" in text
    assert "| turn 300 within 1.5 times turn 8 | 1.5 | 1.00 |" in text


def client(answer: httpx2.MockTransport) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url="http://here", transport=answer)


async def test_our_talk_answers_the_question_that_is_open() -> None:
    said: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        message = {"choices": [{"title": "Me", "value": "adult"}]}
        if "turn_id" not in body:
            opened = {"id": "c", "token": "t", "messages": [message], "asking": "role"}
            return httpx2.Response(201, json=opened)
        said.append(body["text"])
        asking = "outcome" if len(said) == 1 else "consent"
        return httpx2.Response(200, json={"messages": [], "asking": asking})

    async with client(httpx2.MockTransport(answer)) as http:
        talk = OurTalk(http)
        await talk.open()
        for _ in range(3):
            await talk.say()

    assert said[0] == "adult"
    assert "Nina" in said[1]
    assert said[2] == "skip"


async def test_a_question_that_comes_again_is_skipped() -> None:
    said: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        said.append(json.loads(request.content)["text"])
        return httpx2.Response(200, json={"messages": [], "asking": "feelings"})

    async with client(httpx2.MockTransport(answer)) as http:
        talk = OurTalk(http)
        for _ in range(3):
            await talk.say()

    assert said[1] != said[2] == "skip this question"


async def test_a_wrong_answer_stops_the_bench() -> None:
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json=[]))

    async with client(transport) as http:
        with pytest.raises(BenchError, match="good day"):
            await FormbotTalk(http).say()


def test_a_long_talk_with_the_stock_bot_ends_in_its_form() -> None:
    talk = LongFormbotTalk(httpx2.AsyncClient(), chat=2)
    texts = []
    for _ in range(6):
        texts.append(talk.next_turn()[0])
        talk.turn += 1

    greeting, request, village = (text for text, _ in FormbotTalk.TURNS[:3])
    assert texts == [greeting, greeting, request, village, "0", "0"]


class Still:
    """A bot that answers at once."""

    async def open(self) -> float:
        return 0.0

    async def say(self) -> float:
        await asyncio.sleep(0)
        return 0.25


async def test_a_round_counts_every_turn_of_everybody() -> None:
    sample = Sample()

    await one_round("http://here", lambda http: Still(), 3, 2, sample)

    assert len(sample.turns_s) == 3 * 2 * 8
    assert len(sample.opens_s) == 3 * 2
    assert sample.p(50) == 250.0
    assert sample.rate_with_opening <= sample.rate


async def test_early_and_late_turns_alternate() -> None:
    order: list[int] = []

    class Counted(Still):
        def __init__(self, before: int) -> None:
            self.before = before
            self.said = 0

        async def say(self) -> float:
            self.said += 1
            if self.said > self.before:
                order.append(self.before)
            return 0.0

    found = await at_depths("http://here", lambda http, before: Counted(before), (8, 100))

    assert order == [0, 92] * WINDOW
    assert [len(seconds) for seconds in found.values()] == [WINDOW, WINDOW]
