"""Rounds of conversations, the two bots in turn, so that a noisy minute falls on both."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import httpx2

from tests.bench.talk import Talk

TURNS = 8
WINDOW = 16  # turns about the one that is reported
MakeTalk = Callable[[httpx2.AsyncClient], Talk]


@dataclass
class Sample:
    """What one bot did at one number of conversations at once."""

    turns_s: list[float] = field(default_factory=list)  # seconds each
    opens_s: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)  # turns a second, one a round
    rates_with_opening: list[float] = field(default_factory=list)

    def p(self, percent: int) -> float:
        """The percentile of a turn, in milliseconds."""
        return percentile(self.turns_s, percent) * 1000

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def rate_with_opening(self) -> float:
        return statistics.median(self.rates_with_opening)


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that `percent` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


async def one_round(url: str, make: MakeTalk, at_once: int, each: int, sample: Sample) -> None:
    """`at_once` people hold `each` conversations of eight turns, one after another."""
    async with httpx2.AsyncClient(base_url=url, timeout=120, trust_env=False) as client:
        talks = [[make(client) for _ in range(each)] for _ in range(at_once)]
        opened = await _each(talks, lambda talk: _open(talk, sample))
        talked = await _each(talks, lambda talk: _talk(talk, sample))
    turns = at_once * each * TURNS
    sample.rates.append(turns / talked)
    sample.rates_with_opening.append(turns / (talked + opened))


async def _each(talks: list[list[Talk]], do: Callable[[Talk], Awaitable[None]]) -> float:
    """Everyone does `do` with their own talks in order, all at once; the seconds it took."""

    async def person(own: list[Talk]) -> None:
        for talk in own:
            await do(talk)

    began = time.perf_counter()
    await asyncio.gather(*(person(own) for own in talks))
    return time.perf_counter() - began


async def _open(talk: Talk, sample: Sample) -> None:
    sample.opens_s.append(await talk.open())


async def _talk(talk: Talk, sample: Sample) -> None:
    for _ in range(TURNS):
        sample.turns_s.append(await talk.say())


async def at_depths(
    url: str, make: Callable[[httpx2.AsyncClient, int], Talk], depths: Sequence[int]
) -> dict[int, list[float]]:
    """The seconds of WINDOW turns about each depth.

    One conversation is talked to just before each depth; then all go on in turn, so that what else
    the machine does falls on the early turns and on the late ones alike. `make` is told how many
    turns come before the window.
    """
    async with httpx2.AsyncClient(base_url=url, timeout=120, trust_env=False) as client:
        talks = {depth: make(client, before(depth)) for depth in depths}
        for depth, talk in talks.items():
            await talk.open()
            for _ in range(before(depth)):
                await talk.say()
        found: dict[int, list[float]] = {depth: [] for depth in depths}
        for _ in range(WINDOW):
            for depth, talk in talks.items():
                found[depth].append(await talk.say())
        return found


def before(depth: int) -> int:
    """How many turns come before the window about `depth`."""
    return max(0, depth - WINDOW // 2)
