"""The wire between two processes passes on what it should, and spoils the rest so that it hurts."""

import asyncio
from contextlib import suppress
from random import Random

import httpx2
import pytest

from tests.faults.storm.wire import END, FAULTS, Wire


async def through_a_wire(rate: float, calls: int, seed: int = 1) -> tuple[Wire, list[str]]:
    """Call a small server through a wire; return the wire and what came of each call."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            await reader.readuntil(END)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nwell")
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    wire = Wire("test", server.sockets[0].getsockname()[1], Random(seed), rate)
    came = []
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{await wire.listen()}") as http:
        for _ in range(calls):
            try:
                answer = await http.get("/")
                came.append(answer.text if answer.status_code == 200 else str(answer.status_code))
            except httpx2.HTTPError as error:
                came.append(type(error).__name__)
    await wire.close()
    server.close()
    return wire, came


async def test_a_wire_with_nothing_to_spoil_passes_everything_on() -> None:
    wire, came = await through_a_wire(0, 20)

    assert came == ["well"] * 20
    assert wire.spoiled.total() == 0


async def test_each_kind_of_fault_is_one_that_the_caller_can_feel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.faults.storm.wire.LONGEST_DELAY", 0.11)

    wire, came = await through_a_wire(1.0, 60)

    assert set(wire.spoiled) == {fault.__name__ for fault in FAULTS}
    assert came.count("well") == wire.spoiled["delay"]
    assert came.count("500") == wire.spoiled["fail"] + wire.spoiled["fail_after"]
