"""`ownwords up`: start the three processes together, watch over them, stop them together."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from cli import logs
from cli.serve import state
from cli.serve.children import Child
from cli.serve.hanging import START_S
from cli.serve.process import ProcessId
from cli.serve.runner import Runner

# Together under ten seconds: the web server first, so that turns under way are finished.
WEB_PATIENCE_S = 5.0
OTHERS_PATIENCE_S = 3.0
LOOKS_AT_LOGS_EVERY_S = 2.0

Say = Callable[[str], None]


class Supervisor:
    def __init__(self, children: Sequence[Child], *, address: str, say: Say) -> None:
        self._say = say = _whether_heard_or_not(say)
        self._address = address
        self._runners = [Runner(child, say=say, changed=self._write_state) for child in children]
        self._asked_to_stop = asyncio.Event()

    async def run(self, on_ready: Callable[[], None]) -> None:
        """Until Ctrl-C or SIGTERM. Raises Problem when a process cannot be started at all."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._asked_to_stop.set)
        try:
            if await self._start():
                on_ready()
                await self._watch()
        finally:
            await self._stop()
            state.remove()

    async def _start(self) -> bool:
        """True when all are ready, False when asked to stop before that."""
        for runner in self._runners:
            await runner.start()
        return await self._unless_stopped([self._await_ready(runner) for runner in self._runners])

    async def _await_ready(self, runner: Runner) -> None:
        seconds = await runner.wait_ready(START_S)
        self._say(f"  {runner.child.name:8} ready after {seconds:.1f} s")

    async def _watch(self) -> None:
        alive = [runner.keep_alive() for runner in self._runners]
        await self._unless_stopped([*alive, self._keep_logs_small()])

    async def _keep_logs_small(self) -> None:
        """A full disk would refuse people's words."""
        while True:
            await asyncio.sleep(LOOKS_AT_LOGS_EVERY_S)
            for runner in self._runners:
                await asyncio.to_thread(logs.keep_small, runner.child.name)

    async def _unless_stopped(self, work: list[Coroutine[Any, Any, None]]) -> bool:
        """Do all of `work`. True when done, False when asked to stop first; raises as it does."""
        tasks = [asyncio.create_task(part) for part in work]
        together: asyncio.Future[Any] = asyncio.gather(*tasks)
        stopped: asyncio.Future[Any] = asyncio.ensure_future(self._asked_to_stop.wait())
        try:
            await asyncio.wait({together, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if together.done():
                together.result()
            return together.done()
        finally:
            for task in (*tasks, stopped):
                task.cancel()
            await asyncio.gather(*tasks, together, stopped, return_exceptions=True)

    async def _stop(self) -> None:
        web = [runner for runner in self._runners if runner.child.name == "web"]
        others = [runner for runner in self._runners if runner.child.name != "web"]
        await asyncio.gather(*(runner.stop(WEB_PATIENCE_S) for runner in web))
        await asyncio.gather(*(runner.stop(OTHERS_PATIENCE_S) for runner in others))

    def _write_state(self) -> None:
        now = state.UpState(ProcessId.of(os.getpid()), self._address)
        for runner in self._runners:
            if process := runner.process_id:
                child = runner.child
                now.children[child.name] = state.ChildState(
                    process, child.port, child.ready_url, runner.restarts
                )
        try:
            state.write(now)
        except OSError as error:  # the processes go on without `status` knowing
            self._say(f"What runs could not be written down ({error.strerror}): {state.path()}")


def _whether_heard_or_not(say: Say) -> Say:
    """Where nobody reads what we say any more (its pipe is closed, its disk is full), go on."""

    def said(line: str) -> None:
        with suppress(OSError):
            say(line)

    return said
