"""A process that runs and answers nothing: stopped, or stuck. Nothing but its silence tells."""

from asyncio import sleep
from time import monotonic

from cli.serve.health import Answer, ask

LOOKS_EVERY_S = 1.0
LOOKS_AGAIN_S = 0.2  # where no answer came
LOOK_S = 2.0
# Two looks in a row at the least: one slow answer is no reason to end what people are talking to.
SILENT_S = 4.0
MOST_SILENT = 2
START_S = 120.0  # until its first answer


async def until_it_hangs(alive_url: str, *, has_answered: bool) -> None:
    """Return once it has been silent too long: longer where it is new and has not answered yet."""
    last, silent = monotonic(), 0
    patience = SILENT_S if has_answered else START_S
    while True:
        if not (await _look(alive_url)).silent:
            last, silent, patience = monotonic(), 0, SILENT_S
            await sleep(LOOKS_EVERY_S)
            continue
        silent += 1
        if silent >= MOST_SILENT and monotonic() - last >= patience:
            return
        await sleep(LOOKS_AGAIN_S)


async def _look(alive_url: str) -> Answer:
    """Whatever is wrong with looking itself, nobody is ended for it."""
    try:
        return await ask(alive_url, LOOK_S)
    except Exception as error:  # noqa: BLE001 - the outermost handler of this task
        return Answer(False, type(error).__name__)
