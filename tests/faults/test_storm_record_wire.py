"""The wire between web and PostgreSQL cuts where it hurts: what was done and not heard of."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

import pytest

from tests.faults.storm import record_wire
from tests.faults.storm.record_wire import SHARE, RecordWire

ALL = 1 / SHARE  # the rate at which every call is spoiled
DONE = b"done well"


class Near:
    """Asks through a wire to a small server, which writes down what came to it."""

    def __init__(self, wire: RecordWire, port: int) -> None:
        self.wire, self.port = wire, port
        self.did: list[bytes] = []

    async def ask(self, *asked: bytes) -> list[bytes]:
        """Return what was answered to each, up to the first that was cut."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        answers = []
        with suppress(ConnectionError):
            for one in asked:
                writer.write(one)
                answers.append(await reader.read(100))
        writer.close()
        return answers


async def with_a_wire(
    rate: float, then: Callable[[Near], Awaitable[None]], *, seed: int = 1
) -> Near:
    near: Near

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while asked := await reader.read(100):
                near.did.append(asked)
                writer.write(DONE)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    wire = RecordWire("test", server.sockets[0].getsockname()[1], Random(1), rate)
    near = Near(wire, await wire.listen())
    async with asyncio.timeout(20):
        await then(near)
    await wire.close()
    server.close()
    return near


async def test_with_nothing_to_spoil_all_is_passed_on() -> None:
    async def then(near: Near) -> None:
        assert await near.ask(b"BEGIN", b"COMMIT") == [DONE, DONE]

    near = await with_a_wire(0, then)

    assert near.did == [b"BEGIN", b"COMMIT"]
    assert (near.wire.calls, near.wire.spoiled.total()) == (2, 0)


@pytest.mark.parametrize(
    ("fault", "done"), [("cut_before", False), ("cut_after", True), ("half_answer", True)]
)
async def test_what_is_cut_is_done_or_not_and_never_heard_of_whole(
    fault: str, done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_wire, "FAULTS", (getattr(record_wire, fault),))

    async def then(near: Near) -> None:
        assert DONE not in await near.ask(b"COMMIT")

    near = await with_a_wire(ALL, then)

    assert near.did == ([b"COMMIT"] if done else [])
    assert near.wire.spoiled == {f"{fault} of a commit": 1}


async def test_what_is_delayed_comes_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_wire, "LONGEST_DELAY", 0.11)
    monkeypatch.setattr(record_wire, "FAULTS", (record_wire.delay,))

    async def then(near: Near) -> None:
        assert await near.ask(b"SELECT", b"COMMIT") == [DONE, DONE]

    assert (await with_a_wire(ALL, then)).wire.spoiled.total() == 2


async def test_commits_are_spoiled_more_often_than_what_comes_before_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(record_wire, "FAULTS", (record_wire.cut_before,))

    async def then(near: Near) -> None:
        for _ in range(300):
            await near.ask(b"SELECT")
            await near.ask(b"COMMIT")

    spoiled = (await with_a_wire(0.5, then)).wire.spoiled

    commits = sum(count for kind, count in spoiled.items() if kind.endswith("of a commit"))
    assert commits > 2 * (spoiled.total() - commits) > 0
