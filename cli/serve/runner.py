"""One child process: started, started again when it crashes or hangs, stopped when asked."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable

from cli.errors import Problem
from cli.logs import last_lines, log_path, open_log
from cli.paths import ROOT
from cli.serve.children import Child
from cli.serve.hanging import until_it_hangs
from cli.serve.health import ask
from cli.serve.process import ProcessId, signal_group

SHORTEST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
# Up for this long, the next crash counts as the first. The slowest start, Rasa's, takes a third.
STEADY_S = 30.0
POLL_S = 0.2


def pause_before(restart: int) -> float:
    """How long to wait before the nth restart in a row, counted from 1."""
    return float(min(SHORTEST_PAUSE_S * 2 ** (restart - 1), LONGEST_PAUSE_S))


class Runner:
    """Keeps one child alive. `changed` is called whenever its process number changes."""

    def __init__(
        self, child: Child, *, say: Callable[[str], None], changed: Callable[[], None]
    ) -> None:
        self.child = child
        self.restarts = 0
        self._say = say
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False

    @property
    def process_id(self) -> ProcessId | None:
        return ProcessId.of(self._process.pid) if self._process else None

    async def start(self) -> None:
        with open_log(self.child.name) as log:
            self._process = await asyncio.create_subprocess_exec(
                *self.child.command,
                cwd=ROOT,
                env=self.child.env,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone; we stop the children in order
            )
        self._changed()

    async def wait_ready(self, seconds: float) -> float:
        """Wait for the first healthy answer; return how long it took. Raises Problem."""
        began = time.monotonic()
        words = "does not answer"
        while (spent := time.monotonic() - began) < seconds:
            if self._process is None or self._process.returncode is not None:
                raise Problem(self._account("stopped while starting"))
            answer = await ask(self.child.ready_url)
            if answer.ready:
                return spent
            words = answer.words
            await asyncio.sleep(POLL_S)
        raise Problem(self._account(f"was not ready after {seconds:.0f} s ({words})"))

    async def keep_alive(self) -> None:
        """Start the child again each time it ends or hangs, for as long as nobody asked it to stop.
        It has been ready before."""
        in_a_row = 0
        while self._process is not None:
            began = time.monotonic()
            how = await self._ended(self._process)
            if self._stopping:
                return
            in_a_row = 0 if time.monotonic() - began > STEADY_S else in_a_row
            signal_group(self._process.pid, signal.SIGKILL)  # what it started and left behind
            in_a_row = await self._start_again(how, in_a_row)

    async def _start_again(self, how: str, in_a_row: int) -> int:
        """Return how many restarts there were in a row. What the system refuses now (no memory, no
        room on the disk) it may give later: nobody is there to start it by hand."""
        while not self._stopping:
            in_a_row += 1
            pause = pause_before(in_a_row)
            self._say(
                f"{self.child.name} {how}; starting it again in {pause:g} s. "
                f"Its log: {log_path(self.child.name)}"
            )
            await asyncio.sleep(pause)
            self.restarts += 1
            try:
                await self.start()
                break
            except OSError as error:
                how = f"could not be started ({error.strerror})"
        return in_a_row

    async def _ended(self, process: asyncio.subprocess.Process) -> str:
        """Wait until the child ends, or end it where it hangs; return which of them it was."""
        ended = asyncio.ensure_future(process.wait())
        hanging = asyncio.ensure_future(
            until_it_hangs(self.child.alive_url, has_answered=self.restarts == 0)
        )
        try:
            await asyncio.wait({ended, hanging}, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                return f"stopped ({_how(ended.result())})"
            hanging.result()
            signal_group(process.pid, signal.SIGKILL)
            await ended
            return "did not answer and was ended"
        finally:
            hanging.cancel()
            ended.cancel()

    async def stop(self, patience_s: float) -> None:
        """Ask the child and all it started to end; after `patience_s`, end them."""
        self._stopping = True
        if self._process is None:
            return
        if self._process.returncode is None:
            signal_group(self._process.pid, signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), patience_s)
        signal_group(self._process.pid, signal.SIGKILL)
        if self._process.returncode is None:
            await self._process.wait()

    def _account(self, what: str) -> str:
        text = f"{self.child.title.capitalize()} {what}."
        lines = last_lines(self.child.name)
        return f"{text} The end of {log_path(self.child.name)}:\n{lines}" if lines else text


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
