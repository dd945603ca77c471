"""When silence means that a process hangs: with a clock and answers of the test's own."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from cli.serve import hanging
from cli.serve.hanging import until_it_hangs
from cli.serve.health import Answer, ask
from tests.ports import free_port

READY, DOWN = Answer(True, "ready"), Answer(False, "waits for rasa")
SILENT = Answer(False, "does not answer", silent=True)


@dataclass
class World:
    """Answers one after another, each with the seconds that it takes; and the clock."""

    answers: Iterator[tuple[Answer | Exception, float]]
    now: float = 0.0
    looked: int = 0

    async def ask(self, _url: str, _seconds: float) -> Answer:
        answer, seconds = next(self.answers, (asyncio.CancelledError(), 0.0))
        self.now += seconds
        self.looked += 1
        if isinstance(answer, BaseException):
            raise answer
        return answer

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    def monotonic(self) -> float:
        return self.now


def world(monkeypatch: pytest.MonkeyPatch, *answers: tuple[Answer | Exception, float]) -> World:
    made = World(iter(answers))
    for name in ("ask", "sleep", "monotonic"):
        monkeypatch.setattr(hanging, name, getattr(made, name))
    return made


async def test_it_hangs_after_two_looks_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    here = world(monkeypatch, (READY, 0), (SILENT, 2), (SILENT, 2), (READY, 0))

    await until_it_hangs("", has_answered=True)

    assert here.looked == 3
    assert here.now < 6


@pytest.mark.parametrize(
    "answers",
    [
        [(READY, 0.0), (SILENT, 60.0), (READY, 0.0), (SILENT, 60.0), (READY, 0.0)],
        [(DOWN, 0.0)] * 50,
        [(SILENT, 0.1), (SILENT, 0.1), (SILENT, 0.1), (READY, 0.0)],
        [(READY, 0.0), (OSError(), 0.0), (OSError(), 60.0), (OSError(), 60.0)],
    ],
    ids=[
        "one slow look, the supervisor's own pause perhaps",
        "up, but waiting for another part",
        "a moment without a port, as while it stops by itself",
        "looking itself is broken",
    ],
)
async def test_it_does_not_hang(
    answers: list[tuple[Answer | Exception, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = world(monkeypatch, *answers)

    with pytest.raises(asyncio.CancelledError):
        await until_it_hangs("", has_answered=True)

    assert here.looked == len(answers) + 1


async def test_what_is_new_has_two_minutes_until_its_first_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = world(monkeypatch, *[(SILENT, 2.0)] * 200)

    await until_it_hangs("", has_answered=False)

    assert 120 <= here.now < 125


async def test_nothing_listening_is_silence() -> None:
    assert (await ask(f"http://127.0.0.1:{free_port()}/")).silent


async def test_a_name_that_is_not_found_tells_nothing() -> None:
    answer = await ask("http://nowhere.invalid/")

    assert not answer.ready
    assert not answer.silent
