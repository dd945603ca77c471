"""A bot that hangs is noticed by the first who waits for it, so that nobody after them has to.

A process that is stopped or stuck still takes connections. Each turn would hold a thread until its
time is up, and whoever is in danger would hear of it only then (docs/decisions/0094).
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from functools import lru_cache, partial
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any

import structlog

from api.health.service import bot_is_up
from api.settings import get_settings
from api.turn.bot import Bot, BotAnswer, BotUnavailable, rasa_bot

log = structlog.get_logger(__name__)

LOOKS_EVERY_SECONDS = 0.5
SOON = 0.2  # of the time that a turn has
# Of that time, how long it waits to be asked at all. Then its words are kept for later, so that
# what the same person says next, of danger perhaps, does not wait behind them.
IN_LINE = 0.5
# Rasa takes one after the other: more at once would all be late, and looks whether it is up too.
AT_ONCE = 40


class BotHangs(BotUnavailable):
    """It takes messages and answers none, nor whether it is up. Nobody need ask that again."""


class PatientBot:
    """Waits for the bot; after `soon` seconds without an answer it asks every so often whether the
    bot is up. One that is not is asked nothing until it is. A turn that after `in_line` seconds has
    not even been asked, since so many are before it, is not waited for either."""

    def __init__(
        self, bot: Bot, is_up: Callable[[], bool], *, soon: float, in_line: float = 10.0
    ) -> None:
        self._bot, self._is_up, self._soon, self._in_line = bot, is_up, soon, in_line
        self._askers = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="asker")
        self._hangs = Event()
        self._looking = Lock()
        self._was_up_at = 0.0

    def turn(self, body: Mapping[str, Any]) -> BotAnswer:
        """Run one turn. Raises BotHangs at once while the bot is known to hang, and BotUnavailable
        where too many are before it."""
        if self._hangs.is_set():
            raise BotHangs("known to hang")
        latest = monotonic() + self._in_line
        asked = self._askers.submit(copy_context().run, self._bot.turn, body)
        while not wait([asked], self._soon).done:
            if self._found_hanging() and not asked.done():
                asked.cancel()
                raise BotHangs("no answer, and it does not say that it is up")
            if monotonic() > latest and asked.cancel():  # one that is being asked is not cancelled
                raise BotUnavailable("too many are before it")
        return asked.result()

    def _found_hanging(self) -> bool:
        """Look, one for all who wait."""
        with self._looking:
            if not self._hangs.is_set() and monotonic() - self._was_up_at > self._soon:
                self._look()
            return self._hangs.is_set()

    def _look(self) -> None:
        if self._seems_up():
            self._was_up_at = monotonic()
            return
        self._hangs.set()
        try:
            Thread(target=self._look_until_up, name="bot-hangs", daemon=True).start()
        except RuntimeError:  # no thread can be started: nobody would find out that it is up
            self._hangs.clear()

    def _look_until_up(self) -> None:
        while not self._seems_up():
            sleep(LOOKS_EVERY_SECONDS)
        self._hangs.clear()

    def _seems_up(self) -> bool:
        """Whatever is wrong with looking itself: in doubt the bot is asked."""
        try:
            return self._is_up()
        except Exception as error:  # noqa: BLE001 - whoever waits, and the thread, go on
            log.warning("not_looked_whether_up", error=type(error).__name__)
            return True


@lru_cache
def get_bot() -> Bot:
    """Return the bot of this process."""
    settings = get_settings()
    soon, in_line = (settings.bot_timeout_seconds * share for share in (SOON, IN_LINE))
    is_up = partial(bot_is_up, settings)
    return PatientBot(rasa_bot(settings), is_up, soon=soon, in_line=in_line)
