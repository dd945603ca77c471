import os
import threading

import pytest

from api.behind import NICE, Behind


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_what_is_done_behind_gives_way_and_whoever_waits_for_it_does_not() -> None:
    before = niceness()

    assert Behind(1).do(niceness) == max(before, NICE)
    assert niceness() == before


def test_what_goes_wrong_there_is_told_to_whoever_waits() -> None:
    def broken() -> None:
        raise LookupError("no")

    with pytest.raises(LookupError, match="no"):
        Behind(1).do(broken)
