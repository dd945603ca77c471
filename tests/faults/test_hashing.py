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


def that_hash(stack: Stack) -> set[int]:
    """Return the processes below the web server that hash."""
    return {pid for pid in group(stack.running["web"].pid) if b"spawn_main" in command_of(pid)}


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has just ended
        return b""


def new_ones(stack: Stack, before: set[int]) -> set[int]:
    deadline = time.monotonic() + 20
    while len(found := that_hash(stack) - before) < len(before) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


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
    started = new_ones(stack, before)
    began = time.monotonic()
    Talker.begin(stack.url)

    assert len(before) == 2
    assert first < HANGS_SECONDS + 5
    assert len(started) == 2
    assert time.monotonic() - began < HANGS_SECONDS, "by the new ones, without waiting again"
