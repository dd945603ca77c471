"""Runs the checks of bot/channel in Rasa's own Python, where there is no pytest.

test_channel.py starts this once and reports each check as a test. It prints {name: what failed}.
"""

import json
import sys
import traceback
from collections.abc import Awaitable, Callable

from bot.without_tensorflow import leave_out


def main() -> None:
    leave_out()  # as Rasa runs
    from tests.channel import lighter_in_rasa, mends_in_rasa, turns_in_rasa

    found: dict[str, Callable[[], Awaitable[None] | None]] = {
        name: check
        for room in (lighter_in_rasa, turns_in_rasa, mends_in_rasa)
        for name, check in vars(room).items()
        if name.startswith("check_")
    }
    results: dict[str, str | None] = {}
    for name, check in found.items():
        try:
            check()
            results[name] = None
        except Exception:  # noqa: BLE001  whatever it is, it is that check's result
            results[name] = traceback.format_exc()
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
