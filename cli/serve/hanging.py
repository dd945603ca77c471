"""A process that runs and answers nothing: stopped, or stuck. Nothing but its silence tells."""

import asyncio
import time

from cli.serve.health import ask

LOOKS_EVERY_S = 1.0
LOOKS_AGAIN_S = 0.2  # where no answer came
# With what an ask waits for (health.TIMEOUT_S), two in a row: one slow answer is no reason to end
# what people are talking to.
SILENT_S = 6.0
MOST_SILENT = 2
START_S = 120.0  # until its first answer


async def until_it_hangs(alive_url: str, *, has_answered: bool) -> None:
    """Return once it has been silent too long: longer where it is new and has not answered yet."""
    last, silent = time.monotonic(), 0
    patience = SILENT_S if has_answered else START_S
    while True:
        if not (await ask(alive_url)).silent:
            last, silent, patience = time.monotonic(), 0, SILENT_S
            await asyncio.sleep(LOOKS_EVERY_S)
            continue
        silent += 1
        if silent >= MOST_SILENT and time.monotonic() - last >= patience:
            return
        await asyncio.sleep(LOOKS_AGAIN_S)
