"""A process is known by its number and its birth together."""

import os
import subprocess
import sys
from dataclasses import replace

from cli.serve.process import ProcessId, wait_gone


def test_this_process_is_alive() -> None:
    assert ProcessId.of(os.getpid()).alive()


def test_the_same_number_born_at_another_time_is_somebody_else() -> None:
    me = ProcessId.of(os.getpid())

    assert not replace(me, born=me.born + 1).alive()


def test_one_that_ended_is_gone_even_before_its_parent_has_noticed() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    process = ProcessId.of(child.pid)
    assert process.alive()

    child.kill()

    assert wait_gone(process, 5)
    child.communicate()


def test_waiting_for_one_that_stays_gives_up() -> None:
    assert not wait_gone(ProcessId.of(os.getpid()), 0.1)
