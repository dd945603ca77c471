"""Many people at once. Each says one thing after another, and sends it again until it is kept."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx2

from tests.faults.storm.wire import SPOILED
from tests.talker import ANSWERS, ANY_OTHER

# What is said in one's own words has a number, so that the database can be asked where it is.
OWN_WORDS = {
    "happened": "My neighbour takes my money, {} pounds",
    "feelings": "I get cross about it, {} times",
    "matters": "My dog and my garden and my {} plants",
    "outcome": "I want my money to be my own again, all {} pounds",
}
ENDS = ("none", "topic")
LONGEST = 24  # turns of one conversation
SECONDS = 10.0
PAUSE = 0.3
LOOKS_EVERY = 1.5  # seconds, while an answer is waited for
COMES_EVERY = 0.25  # seconds between one person's coming and the next one's
IMPATIENT = 0.15  # of those told that the answer comes later, who do not wait for it
GIVES_UP = 0.03  # of messages that were not acknowledged, which are never sent again


class Closed(Exception):
    """The page was signed out, though nothing was said that would have it closed."""


@dataclass
class Said:
    """One message. `acknowledged`: they were told that it is saved."""

    turn_id: UUID
    text: str
    asking: str
    acknowledged: bool = False


@dataclass
class Talk:
    """What one person knows of their conversation: what the proof holds the database to."""

    id: UUID
    said: list[Said] = field(default_factory=list)


@dataclass
class Crowd:
    """`size` people, together `turns` acknowledged messages."""

    url: str
    dice: Random
    turns: int
    size: int
    talks: list[Talk] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # answers that no promise allows

    async def speak(self) -> None:
        limits = httpx2.Limits(max_connections=self.size * 2)
        async with httpx2.AsyncClient(
            base_url=self.url, timeout=SECONDS, limits=limits, trust_env=False
        ) as http:
            self.http, self._left, self._numbers = http, self.turns, iter(range(10_001, 10**9))
            await asyncio.gather(*(self._person() for _ in range(self.size)))

    @property
    def acknowledged(self) -> int:
        return self.turns - self._left

    async def _person(self) -> None:
        await asyncio.sleep(self.dice.uniform(0, self.size * COMES_EVERY))
        while self._left > 0:
            with suppress(Closed):
                await Person(self, self._numbers).talk()

    def kept_one(self) -> bool:
        self._left -= 1
        return self._left > 0


@dataclass
class Person:
    crowd: Crowd
    numbers: Iterator[int]

    async def talk(self) -> None:
        begun = await self._insist("/chat/conversations", {"channel": "web"})
        self.path = f"/chat/conversations/{begun['id']}"
        self.headers = {"Authorization": f"Bearer {begun['token']}"}
        self.now = Talk(UUID(begun["id"]))
        self.crowd.talks.append(self.now)
        self.seen = newest(begun)
        asking = begun["asking"]
        if asking == "none":  # the bot was away
            asking = await self._heard()
        for _ in range(LONGEST):
            asking = await self._say(asking)
            if asking in ENDS or self.crowd.acknowledged >= self.crowd.turns:
                return

    @property
    def where(self) -> str:
        now = getattr(self, "now", None)
        return f"{now.id}: " if now else ""

    async def _say(self, asking: str) -> str:
        text = OWN_WORDS.get(asking, "").format(next(self.numbers))
        said = Said(uuid4(), text or ANSWERS.get(asking, ANY_OTHER), asking)
        self.now.said.append(said)
        answer = await self._send(said)
        if answer is None:
            return await self._heard()
        said.acknowledged = True
        self.seen = max(self.seen, newest(answer))
        self.crowd.kept_one()
        kept_only = not any(message["kind"] == "ask" for message in answer["messages"])
        if kept_only and self.crowd.dice.random() >= IMPATIENT:
            return await self._heard()
        return str(answer["asking"])

    async def _send(self, said: Said) -> dict[str, Any] | None:
        """Send until it is acknowledged; None where they give up."""
        body = {"turn_id": str(said.turn_id), "text": said.text, "seen": self.seen}
        while True:
            answer = await self._try("POST", f"{self.path}/turns", body)
            if answer is not None:
                if answer["saved"] is not True:
                    self.crowd.wrong.append("an answer without `saved`")
                return answer
            if self.crowd.dice.random() < GIVES_UP:
                return None

    async def _heard(self) -> str:
        """Wait until nothing waits for its answer; return the question that is open then."""
        while True:
            seen = await self._insist(self.path, None)
            self.seen = max(self.seen, newest(seen))
            if not seen["waiting"]:
                return str(seen["asking"])
            await asyncio.sleep(LOOKS_EVERY)

    async def _insist(self, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        while True:
            answer = await self._try("POST" if body else "GET", path, body)
            if answer is not None:
                return answer

    async def _try(
        self, method: str, path: str, body: dict[str, Any] | None
    ) -> dict[str, Any] | None:
        """One request; None where it failed in a way that a fault explains."""
        loop = asyncio.get_running_loop()
        began, headers = loop.time(), getattr(self, "headers", None)
        content: dict[str, Any] | None = None
        try:
            answer = await self.crowd.http.request(method, path, json=body, headers=headers)
            if answer.is_success:
                content = answer.json()
            elif not explained(answer):
                self.crowd.wrong.append(f"{self.where}{method} was answered {answer.status_code}")
                if answer.status_code == httpx2.codes.UNAUTHORIZED:
                    raise Closed
        except (httpx2.HTTPError, ValueError):
            pass  # reset, cut short, too slow, or noise
        self.crowd.seconds.append(loop.time() - began)
        if content is None:
            await asyncio.sleep(self.crowd.dice.uniform(0.1, PAUSE))
        return content


def newest(told: dict[str, Any]) -> int:
    """Return the place of the last message that is shown: each says which it has seen, as pages do,
    so that words never answer a question which their writer did not see."""
    return max((message["seq"] for message in told["messages"]), default=0)


def explained(answer: httpx2.Response) -> bool:
    """Tell whether a fault explains the answer: the wire's own, or the honest 503."""
    return SPOILED in answer.content or answer.status_code == httpx2.codes.SERVICE_UNAVAILABLE
