"""Long work for the processor that gives way to whoever waits for an answer.

A return code is hashed slowly on purpose. On a machine that is full, that must make the one who
begins wait a little longer, and not everybody who is in the middle of a sentence. It is done in
processes of their own: a thread that gives way would do so also while it holds Python's lock, and
keep everybody in its process from going on (docs/decisions/0095).
"""

import os
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import active_children, get_context, parent_process
from threading import BoundedSemaphore, Lock, Thread
from time import monotonic
from typing import ParamSpec, TypeVar

import structlog

log = structlog.get_logger(__name__)

NICE = 19
HANGS_SECONDS = 10.0
AGAIN_SECONDS = 60.0

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Behind:
    """Does what it is given, at most `at_once` of it, between `start` and `stop` in processes that
    come after all others of the machine. Otherwise, and where a process ends or hangs meanwhile,
    the thread that asks does the work itself."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._here = BoundedSemaphore(at_once)
        self._changing = Lock()
        self._wanted = False
        self._pool: ProcessPoolExecutor | None = None
        self._tried_at = 0.0  # to start them
        self._done_at = 0.0
        self._asked_at = 0.0  # when the latest of all that were done was asked for

    def start(self) -> None:
        with self._changing:
            self._wanted = True
            self._pool = self._pool or self._new_pool()

    def stop(self) -> None:
        with self._changing:
            self._wanted = False
            pool, self._pool = self._pool, None
        if pool is not None:
            _end(pool)

    def do(
        self, work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
    ) -> Result:
        """Return what `work` returns; the caller waits for it. Raises what it raises. `work` is a
        function of a module, and all can be pickled."""
        asked_at, pool = monotonic(), self._processes()
        if pool is not None:
            try:
                asked = pool.submit(work, *given, **named)
            except (RuntimeError, OSError) as error:  # they have ended, or none can be started
                self._replace(pool, type(error).__name__)
            else:
                if self._wait(pool, asked, asked_at):
                    return asked.result()
        with self._here:
            return work(*given, **named)

    def _processes(self) -> ProcessPoolExecutor | None:
        """Return them; once a minute those that could not be started are tried again."""
        if self._pool is None and self._wanted and monotonic() - self._tried_at > AGAIN_SECONDS:
            self.start()
        return self._pool

    def _wait(self, pool: ProcessPoolExecutor, asked: "Future[Result]", asked_at: float) -> bool:
        """Return whether it was done, well or not."""
        try:
            error = asked.exception(HANGS_SECONDS)
        except TimeoutError:
            asked.cancel()
            if not self._only_many_wait(asked_at):
                self._replace(pool, "hangs")
            return False
        except CancelledError:  # they were stopped
            return False
        if isinstance(error, BrokenExecutor):
            self._replace(pool, type(error).__name__)
            return False
        self._done_at, self._asked_at = monotonic(), max(self._asked_at, asked_at)
        return True

    def _only_many_wait(self, asked_at: float) -> bool:
        """Something has been done since, and nothing that was asked for later."""
        return self._done_at > asked_at > self._asked_at

    def _replace(self, pool: ProcessPoolExecutor, error: str) -> None:
        """Have new processes in place of those that ended or hang; one does it for all who wait."""
        with self._changing:
            if self._pool is not pool:
                return
            log.warning("hashed_elsewhere", error=error)
            _end(pool)
            self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor | None:
        """Return them started; or None where the machine has no room for them."""
        self._tried_at = monotonic()
        try:
            pool = ProcessPoolExecutor(
                self._at_once, mp_context=get_context("spawn"), initializer=give_way
            )
            for _ in range(self._at_once):  # so that nobody waits for them to start
                pool.submit(os.getpid)
        except (RuntimeError, OSError) as error:
            log.warning("hashed_here", error=type(error).__name__)
            return None
        return pool


def _end(pool: ProcessPoolExecutor) -> None:
    """Kill them: what they do is worth nothing any more, and one that hangs would keep this process
    from ending."""
    pool.shutdown(wait=False, cancel_futures=True)
    for process in active_children():  # of this process: they are all this pool's
        process.kill()


def give_way() -> None:
    """Put this process behind all that want the processor, for good, and let it end with the one
    that started it, however that ends."""
    with suppress(OSError):  # where it is behind further already
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    for number in (signal.SIGINT, signal.SIGTERM):  # those are for the one that started it
        signal.signal(number, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(0)
