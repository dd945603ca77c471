"""Long work for the processor that gives way to whoever waits for an answer.

A return code is hashed slowly on purpose. On a machine that is full, that must make the one who
begins wait a little longer, and not everybody who is in the middle of a sentence. It is done in
processes of their own: a thread that gives way does so in the middle of Python as well, and then
keeps the interpreter from all others (docs/decisions/0095).
"""

import os
import signal
from collections.abc import Callable
from concurrent.futures import CancelledError, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import active_children, get_context, parent_process
from threading import BoundedSemaphore, Lock, Thread
from time import monotonic
from typing import ParamSpec, TypeVar

import structlog

log = structlog.get_logger(__name__)

NICE = 19
HANGS_SECONDS = 10.0

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Behind:
    """Does what it is given, at most `at_once` of it: between `start` and `stop` in processes that
    come after all others of the machine, else in the thread that asks, as it is. So does one that
    asks while a process ends or hangs: it is answered all the same."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._here = BoundedSemaphore(at_once)
        self._changing = Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._done_at = 0.0

    def start(self) -> None:
        with self._changing:
            self._pool = self._pool or self._new_pool()

    def stop(self) -> None:
        with self._changing:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def do(
        self, work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
    ) -> Result:
        """Return what `work` returns; the caller waits for it. Raises what it raises. `work` is a
        function of a module, and all can be pickled."""
        pool, asked_at = self._pool, monotonic()
        if pool is not None:
            try:
                result = pool.submit(work, *given, **named).result(HANGS_SECONDS)
            except TimeoutError:
                if self._done_at < asked_at:  # else they are only many who wait
                    self._replace(pool, "hangs")
            except (RuntimeError, CancelledError, OSError) as error:
                self._replace(pool, type(error).__name__)
            else:
                self._done_at = monotonic()
                return result
        with self._here:
            return work(*given, **named)

    def _replace(self, pool: ProcessPoolExecutor, error: str) -> None:
        """Have new processes in place of those that ended or hang; one does it for all who wait."""
        with self._changing:
            if self._pool is not pool:
                return
            log.warning("hashed_elsewhere", error=error)
            for process in active_children():  # of this process: they are all this pool's
                process.kill()
            pool.shutdown(wait=False)
            self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor | None:
        """Return them started; or None where the machine has no room for them."""
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
