"""The wire between web and PostgreSQL: most of what is asked passes, and some is spoiled."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from tests.faults.storm.on_the_way import OnTheWay

PIECE = 65_536
LONGEST_DELAY = 2.0
# A turn asks some twenty-five times. What is lost at a commit is the hardest: nobody knows whether
# it was done.
SHARE, COMMIT, SHARE_OF_COMMITS = 0.02, b"COMMIT", 0.2


@dataclass
class Line:
    """One connection: what the near end asks, and what the far end answers."""

    near: tuple[asyncio.StreamReader, asyncio.StreamWriter]
    far: tuple[asyncio.StreamReader, asyncio.StreamWriter]

    async def answer_to(self, asked: bytes) -> bytes:
        self.far[1].write(asked)
        return await self.far[0].read(PIECE)

    def cut(self) -> None:
        for _, writer in (self.near, self.far):
            writer.transport.abort()


async def delay(line: Line, asked: bytes, dice: Random) -> bool:
    await asyncio.sleep(dice.uniform(0.1, LONGEST_DELAY))
    return False


async def cut_before(line: Line, asked: bytes, dice: Random) -> bool:
    return True


async def cut_after(line: Line, asked: bytes, dice: Random) -> bool:
    """It is done, and nobody hears so."""
    await line.answer_to(asked)
    return True


async def half_answer(line: Line, asked: bytes, dice: Random) -> bool:
    answer = await line.answer_to(asked)
    line.near[1].write(answer[: dice.randrange(len(answer) or 1)])
    with suppress(ConnectionError):
        await line.near[1].drain()
    return True


# Each spoils what is asked and returns True, or returns False to let it through after all.
FAULTS: tuple[Callable[[Line, bytes, Random], Awaitable[bool]], ...] = (
    delay, cut_before, cut_after, half_answer,
)  # fmt: skip


class RecordWire(OnTheWay):
    """For what is no HTTP. `rate`: of the calls on other wires; here fewer are spoiled, since there
    are more of them, and commits more than others."""

    async def carry(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        far = await asyncio.open_connection("127.0.0.1", self.target)
        line = Line((reader, near), far)
        back = asyncio.create_task(self._answers(line))
        try:
            while asked := await reader.read(PIECE):
                if await self._spoiled(line, back, asked):
                    break
                far[1].write(asked)
                await far[1].drain()
        finally:
            back.cancel()
            line.cut()

    async def _answers(self, line: Line) -> None:
        """Pass on what is answered, until there is no more."""
        with suppress(OSError):
            while answer := await line.far[0].read(PIECE):
                line.near[1].write(answer)
                await line.near[1].drain()
        line.near[1].transport.abort()

    async def _spoiled(self, line: Line, back: asyncio.Task[None], asked: bytes) -> bool:
        self.calls += 1
        commit = COMMIT in asked
        if self.dice.random() >= self.rate * (SHARE_OF_COMMITS if commit else SHARE):
            return False
        fault = self.dice.choice(FAULTS)
        self.spoiled[f"{fault.__name__} of a commit" if commit else fault.__name__] += 1
        if fault is not delay:
            back.cancel()  # the fault itself reads the answer
            with suppress(asyncio.CancelledError):
                await back
        return await fault(line, asked, self.dice)
