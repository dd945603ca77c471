"""Kill -9, and hang, at random moments; and how long it takes until everything answers again."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from uuid import uuid4

import httpx2

from tests.faults.storm.house import House

# What has just come back and is struck again finds a longer pause before its next start: that is
# the supervisor's back-off, and no failure to recover.
BETWEEN_STRIKES = (6.0, 25.0)
GIVE_UP_SECONDS = 120.0
MOST_TRIES = 30


@dataclass
class Strike:
    how: str  # "killed", or "hung": stopped where it stands, so that it answers nothing
    name: str
    keeps_after: float = 0.0  # seconds until a message is kept
    whole_after: float = 0.0  # seconds until all parts answer
    pause: float = 0.0  # of these, before it was started again: longer soon after another
    refusals: Counter[str] = field(default_factory=Counter)  # what was answered until then


@dataclass
class Killer:
    house: House
    dice: Random
    between: tuple[float, float] = BETWEEN_STRIKES
    struck: list[Strike] = field(default_factory=list)

    async def rage(self, wanted: int | None) -> None:
        """Strike one after another, each in its turn, until cancelled or `wanted` are done."""
        left: list[tuple[str, str]] = []
        while wanted is None or len(self.struck) < wanted:
            if not left:
                left = self.house.targets
                self.dice.shuffle(left)
            await asyncio.sleep(self.dice.uniform(*self.between))
            self.struck.append(await self.strike(*left.pop()))

    async def strike(self, how: str, name: str) -> Strike:
        """Strike and watch, past the wires, until a message is kept and all parts answer."""
        async with Watcher.begun(self.house) as watcher:
            strike, began = Strike(how, name), time.monotonic()
            before = len(self.house.pauses())
            if how == "hung":
                self.house.hang(name)
            else:
                self.house.kill(name)
                await asyncio.to_thread(self.house.bring_back, name)
            strike.keeps_after = await until(watcher.keeps, began, strike.refusals)
            strike.whole_after = await until(watcher.finds_all_well, began, strike.refusals)
            strike.pause = max(self.house.pauses()[before:], default=0.0)
        return strike


@dataclass
class Watcher:
    """Somebody with a conversation of their own, who asks again and again."""

    http: httpx2.AsyncClient
    turns: str
    headers: dict[str, str]

    @classmethod
    @asynccontextmanager
    async def begun(cls, house: House) -> AsyncIterator["Watcher"]:
        url = house.stack.url
        async with httpx2.AsyncClient(base_url=url, timeout=10, trust_env=False) as http:
            begun = await _begin(http)
            here = f"/chat/conversations/{begun['id']}/turns"
            yield cls(http, here, {"Authorization": f"Bearer {begun['token']}"})

    async def keeps(self) -> httpx2.Response:
        body = {"turn_id": str(uuid4()), "text": "Skip this question"}
        return await self.http.post(self.turns, json=body, headers=self.headers)

    async def finds_all_well(self) -> httpx2.Response:
        return await self.http.get("/healthz")


async def _begin(http: httpx2.AsyncClient) -> dict[str, str]:
    """Begin a conversation; a house that is busy is asked again."""
    for _ in range(MOST_TRIES):
        with suppress(httpx2.HTTPError):
            answer = await http.post("/chat/conversations", json={"channel": "web"})
            if answer.is_success:
                begun: dict[str, str] = answer.json()
                return begun
        await asyncio.sleep(1)
    raise AssertionError("No conversation could be begun between two strikes.")


async def until(
    ask: Callable[[], Awaitable[httpx2.Response]], began: float, refusals: Counter[str]
) -> float:
    """Ask until the answer is 200; return the seconds since `began`, and count the other answers
    into `refusals`."""
    while True:
        asked = time.monotonic()
        try:
            answer = await ask()
            if answer.status_code == httpx2.codes.OK:
                return time.monotonic() - began
            refused = str(answer.status_code)
        except httpx2.HTTPError as error:
            refused = type(error).__name__
        refusals[f"{ask.__name__} {refused}, {time.monotonic() - asked:.0f} s each"] += 1
        if time.monotonic() - began > GIVE_UP_SECONDS:
            return math.inf
        await asyncio.sleep(0.1)
