"""What stands on the way between two processes: listens for one, knows the other, can be closed."""

import asyncio
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field
from random import Random


@dataclass
class OnTheWay(ABC):
    """`target` is the port of who is called. `rate` says how much is spoiled, `spoiled` counts what
    was, by kind."""

    name: str
    target: int
    dice: Random
    rate: float = 0.0
    calls: int = 0
    spoiled: Counter[str] = field(default_factory=Counter)
    open: set[asyncio.Task[None]] = field(default_factory=set)

    async def listen(self) -> int:
        """Return the port at which it listens."""
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = self.server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        self.server.close()
        for task in list(self.open):
            task.cancel()
        await asyncio.gather(*self.open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.open.add(task)
        try:
            await self.carry(reader, near)
        except (OSError, EOFError, asyncio.CancelledError):
            near.transport.abort()
        finally:
            self.open.discard(task)
            near.close()

    @abstractmethod
    async def carry(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        """Carry one connection to its end. Where an end closes it, raise OSError or EOFError."""
