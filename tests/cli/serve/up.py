"""A supervisor at work with children of a few lines each."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

from cli.serve import state
from cli.serve.children import Child
from cli.serve.process import ProcessId
from cli.serve.supervisor import Supervisor


async def while_up(
    children: list[Child], then: Callable[[state.UpState], Awaitable[None]], said: list[str]
) -> list[ProcessId]:
    """Start `children`, do `then`, stop with SIGTERM; return the processes seen at the start."""
    ready = asyncio.Event()
    supervisor = Supervisor(children, address="http://here", say=said.append)
    running = asyncio.create_task(supervisor.run(ready.set))
    await asyncio.wait_for(ready.wait(), 20)
    up = state.read()
    assert up is not None
    try:
        await then(up)
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 10)
    return [child.process for child in up.children.values()]


def restarts(name: str) -> int:
    now = state.read()
    return now.children[name].restarts if now else 0
