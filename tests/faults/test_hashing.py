"""What hashes codes is killed, or hangs: a conversation begins all the same."""

import os
import signal
import time
from pathlib import Path

import pytest

from api.behind import HANGS_SECONDS, NICE
from tests.faults.test_stays_on_this_machine import group
from tests.stack import Stack
from tests.talker import Talker
from tests.until import until


def that_hash(stack: Stack) -> set[int]:
    """Return the processes below the web server that hash."""
    return {pid for pid in group(stack.running["web"].pid) if b"spawn_main" in command_of(pid)}


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has just ended
        return b""


def test_codes_are_hashed_behind_everything_else(stack: Stack) -> None:
    Talker.begin(stack.url)

    assert [os.getpriority(os.PRIO_PROCESS, pid) for pid in that_hash(stack)] == [NICE, NICE]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_conversation_begins_while_what_hashes_codes_ended_or_hangs(
    number: signal.Signals, stack: Stack
) -> None:
    Talker.begin(stack.url)
    before = that_hash(stack)
    for pid in before:
        os.kill(pid, number)
    began = time.monotonic()
    Talker.begin(stack.url)
    first = time.monotonic() - began
    until(lambda: len(that_hash(stack) - before) == 2)
    began = time.monotonic()
    Talker.begin(stack.url)

    assert len(before) == 2
    assert first < HANGS_SECONDS + 5
    assert time.monotonic() - began < HANGS_SECONDS, "by the new ones, without waiting again"
