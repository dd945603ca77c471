"""Work that is done again and again beside the requests, in a thread of its own."""

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)


class Repeating:
    """Does `work` every `seconds`, until stopped. Nothing that goes wrong ends it."""

    def __init__(
        self, name: str, work: Callable[[], object], *, seconds: float, patience: float
    ) -> None:
        self._work = work
        self._failed = f"{name}_not_done"
        self._seconds = seconds
        self._patience = patience
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop, and wait `patience` seconds for what is under way."""
        self._stopped.set()
        self._thread.join(timeout=self._patience)

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            try:
                self._work()
            except Exception as error:  # noqa: BLE001 - the outermost handler of this thread
                log.warning(self._failed, error=type(error).__name__)
