"""One storm from beginning to end, and what came of it."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from api.vault.keys import load_keys
from tests.faults.storm.house import House
from tests.faults.storm.people import Crowd
from tests.faults.storm.proof import Findings, examine, waiting
from tests.faults.storm.strikes import BETWEEN_STRIKES, Killer, Strike
from tests.postgres import Server
from tests.stack import NAMES

CALM_SECONDS = 60.0


@dataclass(frozen=True)
class Storm:
    """What to do. `strikes`: how many, or None for as long as people talk; `hangs`: what also hangs
    now and then, and is not only killed."""

    turns: int = 10_000
    rate: float = 0.1
    seed: int = 0
    people: int = 40
    strikes: int | None = None
    hangs: tuple[str, ...] = NAMES
    between: tuple[float, float] = BETWEEN_STRIKES
    # Seconds from a strike until words are kept again, and until all parts answer.
    keeps_within: float = 15.0
    whole_within: float = 15.0


@dataclass(frozen=True)
class Outcome:
    storm: Storm
    seconds: float
    acknowledged: int
    conversations: int
    calls: dict[str, int]
    spoiled: Counter[str]
    struck: list[Strike]
    findings: Findings
    wrong: list[str]
    slowest: float  # seconds that anyone waited for an answer of any kind
    unanswered: int

    @property
    def slow_to_recover(self) -> list[str]:
        allowed = (self.storm.keeps_within, self.storm.whole_within)
        return [
            f"{one.how} {one.name}: keeps words after {one.keeps_after:.1f} s, "
            f"whole after {one.whole_after:.1f} s, {one.pause:g} s of it a pause before its start; "
            f"until then {dict(one.refusals)}"
            for one in self.struck
            if one.keeps_after > allowed[0] or one.whole_after > allowed[1]
        ]

    @property
    def broken(self) -> list[str]:
        waits = [f"{self.unanswered} conversations still wait"] if self.unanswered else []
        return [*self.findings.broken, *self.wrong, *self.slow_to_recover, *waits]


def run(
    storm: Storm,
    var: Path,
    models: Path,
    *,
    postgres: Server | None = None,
    say: Callable[[str], None] = print,
) -> Outcome:
    house = House(var, models, Random(storm.seed), postgres, storm.hangs)
    return asyncio.run(_run(storm, house, say))


async def _run(storm: Storm, house: House, say: Callable[[str], None]) -> Outcome:
    try:
        await house.open()
        began = time.monotonic()
        crowd = Crowd(house.door, Random(storm.seed + 1), storm.turns, storm.people)
        killer = Killer(house, Random(storm.seed + 2), storm.between)
        house.spoil(storm.rate)
        await _both(crowd, killer, storm, say)
        house.spoil(0)
        seconds = time.monotonic() - began
        unanswered = await _calm(house)
    finally:
        await house.close()
    findings = examine(house.settings.database, load_keys(house.settings), crowd.talks)
    spoiled = sum((wire.spoiled for wire in house.wires), Counter[str]())
    return Outcome(
        storm, seconds, crowd.acknowledged, len(crowd.talks),
        {wire.name: wire.calls for wire in house.wires}, spoiled, killer.struck,
        findings, crowd.wrong, max(crowd.seconds), unanswered,
    )  # fmt: skip


async def _both(crowd: Crowd, killer: Killer, storm: Storm, say: Callable[[str], None]) -> None:
    """People talk while the killer goes about. A wanted number of strikes is waited for."""
    raging = asyncio.create_task(killer.rage(storm.strikes))
    speaking = asyncio.create_task(crowd.speak())
    while not speaking.done():
        await asyncio.wait({speaking}, timeout=10)
        say(f"{crowd.acknowledged} turns, {len(killer.struck)} strikes")
        if raging.done():
            raging.result()
    speaking.result()
    if storm.strikes is None:
        raging.cancel()
    with suppress(asyncio.CancelledError):
        await raging


async def _calm(house: House) -> int:
    """With nothing spoiled any more: wait until nothing waits; return how many still do."""
    await asyncio.to_thread(house.stack.wait)
    until = time.monotonic() + CALM_SECONDS
    while (left := len(await asyncio.to_thread(waiting, house.settings.database))) > 0:
        if time.monotonic() > until:
            break
        await asyncio.sleep(0.5)
    return left
