"""Real processes: what is hashed in them, and what becomes of them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children
from pathlib import Path

import pytest

from api import behind
from api.behind import NICE, Behind
from tests.until import until

STARTS_TWO = """
import time
from multiprocessing import active_children
from api.behind import Behind

if __name__ == "__main__":
    two = Behind(2)
    two.start()
    print(*(child.pid for child in active_children()), flush=True)
    time.sleep(60)
"""

STOPS = """
import os
from multiprocessing import active_children
from api.behind import Behind

if __name__ == "__main__":
    two = Behind(2)
    two.start()
    two.do(os.getpid)
    for child in active_children()[: 1 if {number} == 9 else 2]:
        os.kill(child.pid, {number})
    two.stop()
"""


@pytest.fixture
def one() -> Iterator[Behind]:
    one = Behind(1)
    one.start()
    yield one
    one.stop()
    for child in active_children():
        child.kill()
        child.join()


def niceness(of: Behind) -> int:
    return of.do(os.getpriority, os.PRIO_PROCESS, 0)


def signal_all(number: signal.Signals) -> None:
    for child in active_children():
        os.kill(child.pid or 0, number)


def gone(pid: int) -> bool:
    """Whoever should bury it may take their time."""
    try:
        return " Z " in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return True


def until_all_gone(pids: list[int]) -> None:
    until(lambda: all(gone(pid) for pid in pids))


def test_what_is_done_behind_gives_way_and_whoever_waits_for_it_does_not(one: Behind) -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)

    assert niceness(one) == max(before, NICE)
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


def test_where_none_is_started_it_is_done_at_once_and_here() -> None:
    assert Behind(1).do(os.getpid) == os.getpid()


def test_what_goes_wrong_there_is_told_to_whoever_waits(one: Behind) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        one.do(int, "no number")


def test_who_waits_for_a_process_that_is_killed_is_answered_and_the_next_has_a_new_one(
    one: Behind,
) -> None:
    first = one.do(os.getpid)
    with ThreadPoolExecutor(1) as somebody:
        waits = somebody.submit(one.do, time.sleep, 1.0)
        time.sleep(0.3)
        signal_all(signal.SIGKILL)

        assert waits.result(20) is None

    assert one.do(os.getpid) not in (first, os.getpid())
    assert niceness(one) >= NICE


def test_who_waits_for_a_process_that_hangs_is_answered_and_the_next_has_a_new_one(
    one: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = one.do(os.getpid)
    signal_all(signal.SIGSTOP)
    with monkeypatch.context() as patch:
        patch.setattr(behind, "HANGS_SECONDS", 0.3)

        assert one.do(os.getpid) == os.getpid()

    assert one.do(os.getpid) not in (first, os.getpid())
    until_all_gone([first])


def test_many_who_wait_are_no_reason_to_end_what_works(
    one: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = one.do(os.getpid)
    monkeypatch.setattr(behind, "HANGS_SECONDS", 5.0)
    began = time.monotonic()
    with ThreadPoolExecutor(12) as people:
        waiting = [people.submit(one.do, time.sleep, 0.6) for _ in range(12)]

        assert all(waits.result(60) is None for waits in waiting)

    assert time.monotonic() - began > 5, "nobody waited so long that it could have been ended"
    monkeypatch.undo()
    assert one.do(os.getpid) == first


def test_what_somebody_stopped_waiting_for_is_not_done_for_nobody(
    one: Behind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "HANGS_SECONDS", 1.0)
    with ThreadPoolExecutor(16) as people:
        for number in range(16):
            people.submit(one.do, slow_touch, tmp_path / str(number))
    monkeypatch.undo()
    one.do(os.getpid)  # all that was asked before has been done, or never will be
    done = sum(path.stat().st_size for path in tmp_path.iterdir())

    # Some are with the process already when the others give up; without cancelling it is them all.
    assert 16 <= done <= 16 + 5


def slow_touch(path: Path) -> None:
    time.sleep(0.5)
    with path.open("a", encoding="utf-8") as times:
        times.write("x")


def test_an_error_of_the_work_ends_no_process(one: Behind) -> None:
    first = one.do(os.getpid)
    with pytest.raises(OSError, match="No such file"):
        one.do(os.stat, "/no/such/file")

    assert one.do(os.getpid) == first


def test_processes_that_could_not_be_started_are_tried_again(
    one: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(behind, "ProcessPoolExecutor", no_room)
        signal_all(signal.SIGKILL)
        one.do(os.getpid)
        assert one.do(os.getpid) == os.getpid()

    assert one.do(os.getpid) == os.getpid()
    monkeypatch.setattr(behind, "AGAIN_SECONDS", 0.0)
    assert one.do(os.getpid) != os.getpid()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_they_go_on_when_all_processes_are_told_to_stop_until_the_one_they_serve_has(
    one: Behind, number: signal.Signals
) -> None:
    first = one.do(os.getpid)
    signal_all(number)

    assert one.do(os.getpid) == first


def test_a_machine_without_room_for_processes_hashes_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(behind, "ProcessPoolExecutor", no_room)
    one = Behind(1)
    one.start()

    assert one.do(os.getpid) == os.getpid()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_they_end_with_the_process_that_started_them_however_it_ends(
    how: signal.Signals, tmp_path: Path
) -> None:
    script = tmp_path / "starts_two.py"
    script.write_text(STARTS_TWO, encoding="utf-8")
    root = Path(behind.__file__).parents[1]
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(root)},
        text=True,
    )
    assert parent.stdout is not None
    with parent, parent.stdout:
        children = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(how)
        parent.wait(20)

        assert len(children) == 2
        until_all_gone(children)


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL])
def test_a_process_that_hangs_or_ended_unnoticed_does_not_keep_ours_from_ending(
    number: signal.Signals, tmp_path: Path
) -> None:
    script = tmp_path / "stops.py"
    script.write_text(STOPS.format(number=number.value), encoding="utf-8")
    root = Path(behind.__file__).parents[1]
    env = os.environ | {"PYTHONPATH": str(root)}

    subprocess.run([sys.executable, str(script)], env=env, timeout=30, check=True)


def test_after_stop_nothing_of_it_is_left() -> None:
    two = Behind(2)
    two.start()
    pids = [child.pid or 0 for child in active_children()]
    two.stop()

    assert len(pids) == 2
    until_all_gone(pids)
    assert two.do(os.getpid) == os.getpid()
