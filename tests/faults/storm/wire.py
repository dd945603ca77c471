"""A proxy on the wire between two processes: passes most calls on and spoils some."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from tests.faults.storm.on_the_way import OnTheWay

END = b"\r\n\r\n"
LONGEST_DELAY = 4.0
SPOILED = b"spoiled on the way"
FAILED = b'{"error": "broken", "message": "%s"}' % SPOILED
FAILURE = (
    b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(FAILED), FAILED)
)


class Gone(ConnectionError):
    """One end closed the connection."""


@dataclass
class Answer:
    """What the far end said; `kept_open` where its length stands in its head."""

    content: bytes
    kept_open: bool


@dataclass
class Call:
    """One request on its way, and both ends of it."""

    request: bytes
    near: asyncio.StreamWriter
    wire: "Wire"

    async def passed(self) -> Answer:
        return await self.wire.ask(self.request)

    def answer(self, content: bytes) -> None:
        self.near.write(content)

    def cut(self) -> None:
        """End the connection with a reset, not with a goodbye."""
        self.near.transport.abort()


async def delay(call: Call, dice: Random) -> bool:
    await asyncio.sleep(dice.uniform(0.1, LONGEST_DELAY))
    return False


async def reset(call: Call, dice: Random) -> bool:
    call.cut()
    return True


async def reset_after(call: Call, dice: Random) -> bool:
    """The work is done and its answer lost."""
    await call.passed()
    call.cut()
    return True


async def fail(call: Call, dice: Random) -> bool:
    call.answer(FAILURE)
    return True


async def fail_after(call: Call, dice: Random) -> bool:
    await call.passed()
    call.answer(FAILURE)
    return True


async def half_answer(call: Call, dice: Random) -> bool:
    answer = await call.passed()
    call.answer(answer.content[: dice.randrange(len(answer.content)) or 1])
    with suppress(ConnectionError):
        await call.near.drain()
    call.cut()
    return True


async def half_request(call: Call, dice: Random) -> bool:
    with suppress(OSError):
        _, far = await call.wire.begin(call.request[: dice.randrange(len(call.request)) or 1])
        await far.drain()
        far.close()
    call.cut()
    return True


async def noise(call: Call, dice: Random) -> bool:
    call.answer(bytes(dice.randrange(256) for _ in range(64)))
    with suppress(ConnectionError):
        await call.near.drain()
    call.cut()
    return True


# Each spoils a call and returns True, or returns False to let it through after all.
Fault = Callable[[Call, Random], Awaitable[bool]]
FAULTS: tuple[Fault, ...] = (
    delay, reset, reset_after, fail, fail_after, half_answer, half_request, noise,
)  # fmt: skip


class Wire(OnTheWay):
    """Listens for calls to `target`, which are HTTP; spoils `rate` of them."""

    async def carry(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        while await self._one(reader, near):
            pass

    async def _one(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> bool:
        """Take one request; return whether the connection can carry another."""
        call = Call(await read_request(reader), near, self)
        self.calls += 1
        if self.dice.random() < self.rate:
            fault = self.dice.choice(FAULTS)
            self.spoiled[fault.__name__] += 1
            if await fault(call, self.dice):
                return not near.transport.is_closing()
        answer = await call.passed()
        near.write(answer.content)
        await near.drain()
        return answer.kept_open

    async def begin(self, request: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, far = await asyncio.open_connection("127.0.0.1", self.target)
        far.write(request)
        return reader, far

    async def ask(self, request: bytes) -> Answer:
        reader, far = await self.begin(request)
        try:
            content = await reader.read(-1)
        finally:
            far.close()
        if not content:
            raise Gone
        return as_kept_open(content)


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """Return a whole request that asks for its connection to be closed after it."""
    head = await reader.readuntil(END)
    length = int(header(head, b"content-length") or 0)
    body = await reader.readexactly(length)
    return without(head, b"connection")[:-2] + b"Connection: close" + END + body


def as_kept_open(content: bytes) -> Answer:
    """Let the near end keep its connection, where it can tell where the answer ends."""
    head, _, body = content.partition(END)
    if header(head + END, b"content-length") is None:
        return Answer(content, False)
    return Answer(without(head + END, b"connection") + body, True)


def header(head: bytes, name: bytes) -> bytes | None:
    for line in head.split(b"\r\n"):
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return None


def without(head: bytes, name: bytes) -> bytes:
    lines = head.split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.lower().startswith(name + b":"))
