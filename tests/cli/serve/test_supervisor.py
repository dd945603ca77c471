"""The supervisor, with real processes of a few lines each."""

import asyncio
import errno
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.errors import Problem
from cli.serve import health, state
from cli.serve.children import Child
from cli.serve.process import ProcessId, wait_gone
from cli.serve.runner import pause_before
from cli.serve.supervisor import Supervisor
from tests.cli.serve.builders import SERVER, STUBBORN, a_child
from tests.cli.serve.up import restarts, while_up

pytestmark = pytest.mark.usefixtures("var")


async def nothing(up: state.UpState) -> None:
    pass


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def until_ready(child: Child) -> None:
    deadline = time.monotonic() + 20
    while not (await health.ask(child.ready_url)).ready:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("restart", "seconds"), [(1, 0.5), (2, 1), (3, 2), (6, 16), (7, 30), (50, 30)]
)
def test_each_crash_in_a_row_waits_longer_up_to_half_a_minute(restart: int, seconds: float) -> None:
    assert pause_before(restart) == seconds


async def test_all_start_are_told_and_stop_together() -> None:
    said: list[str] = []

    processes = await while_up([a_child("actions"), a_child("rasa"), a_child("web")], nothing, said)

    assert len([line for line in said if "ready after" in line]) == 3
    assert not any(process.alive() for process in processes)
    assert state.read() is None


async def test_a_crashed_child_is_started_again_and_counted() -> None:
    said: list[str] = []
    child = a_child("rasa")

    async def crash(up: state.UpState) -> None:
        os.kill(up.children["rasa"].process.pid, signal.SIGKILL)
        await until(lambda: restarts("rasa") == 1)
        now = state.read()
        assert now is not None
        assert now.children["rasa"].process != up.children["rasa"].process
        await until_ready(child)

    await while_up([child, a_child("web")], crash, said)

    assert any("rasa stopped (signal 9)" in line for line in said)


@pytest.mark.parametrize(("steady", "pauses"), [(0.0, ["0.5", "0.5"]), (60.0, ["0.5", "1"])])
async def test_one_that_had_long_been_up_waits_as_after_its_first_crash(
    steady: float, pauses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.serve.runner.STEADY_S", steady)
    said: list[str] = []

    async def crash_twice(up: state.UpState) -> None:
        process = up.children["rasa"].process
        for count in (1, 2):
            os.kill(process.pid, signal.SIGKILL)
            await until(lambda: restarts("rasa") == count)  # noqa: B023
            now = state.read()
            assert now is not None
            process = now.children["rasa"].process

    await while_up([a_child("rasa")], crash_twice, said)

    assert re.findall(r"starting it again in ([0-9.]+) s", "".join(said)) == pauses


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.serve.hanging.LOOK_S", 0.5)
    monkeypatch.setattr("cli.serve.hanging.LOOKS_EVERY_S", 0.1)
    monkeypatch.setattr("cli.serve.hanging.SILENT_S", 2.0)


@pytest.mark.usefixtures("impatient")
async def test_one_that_hangs_is_ended_and_started_again_and_counted() -> None:
    said: list[str] = []

    async def hang(up: state.UpState) -> None:
        os.kill(up.children["rasa"].process.pid, signal.SIGSTOP)
        await until(lambda: restarts("rasa") == 1)
        assert not up.children["rasa"].process.alive()

    await while_up([a_child("rasa"), a_child("web")], hang, said)

    assert any("rasa did not answer and was ended; starting it" in line for line in said)
    assert not any("web" in line and "ended" in line for line in said)


@pytest.mark.usefixtures("impatient")
async def test_one_that_is_started_again_has_its_time_until_its_first_answer(
    tmp_path: Path,
) -> None:
    slow_the_second_time = (
        "import pathlib, time\n"
        f"before = pathlib.Path({str(tmp_path / 'before')!r})\n"
        "time.sleep(3) if before.exists() else before.touch()\n"
    )
    child = a_child("rasa", script=slow_the_second_time + SERVER)

    async def crash(up: state.UpState) -> None:
        os.kill(up.children["rasa"].process.pid, signal.SIGKILL)
        await until(lambda: restarts("rasa") == 1)
        await until_ready(child)
        assert restarts("rasa") == 1

    await while_up([child], crash, [])


async def test_where_the_system_starts_nothing_now_it_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    real, refusals = asyncio.create_subprocess_exec, iter(["no memory", "no memory"])

    async def start(*command: str, **how: Any) -> asyncio.subprocess.Process:
        if next(refusals, None):
            raise OSError(errno.ENOMEM, "Cannot allocate memory")
        return await real(*command, **how)

    child = a_child("rasa")

    async def crash(up: state.UpState) -> None:
        monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
        os.kill(up.children["rasa"].process.pid, signal.SIGKILL)
        await until_ready(child)
        assert restarts("rasa") == 3

    await while_up([child, a_child("web")], crash, said)

    assert len([line for line in said if "could not be started (Cannot allocate" in line]) == 2


@pytest.mark.parametrize("full", ["the state", "who reads what is said"])
async def test_a_full_disk_and_a_closed_pipe_stop_nothing(
    full: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    child, said = a_child("rasa"), []

    def say(line: str) -> None:
        said.append(line)
        if full != "the state":
            refuse()

    ready = asyncio.Event()
    running = asyncio.create_task(Supervisor([child], address="", say=say).run(ready.set))
    await asyncio.wait_for(ready.wait(), 20)
    up = state.read()
    assert up is not None
    if full == "the state":
        monkeypatch.setattr(state, "write", refuse)
    process = up.children["rasa"].process
    os.kill(process.pid, signal.SIGKILL)
    assert await asyncio.to_thread(wait_gone, process, 5)
    await until_ready(child)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 10)

    assert any("rasa stopped (signal 9)" in line for line in said)
    assert any("not be written down (No space" in line for line in said) == (full == "the state")


async def test_one_that_will_not_stop_is_ended_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.serve.supervisor.OTHERS_PATIENCE_S", 0.3)

    processes = await while_up([a_child("rasa", script=STUBBORN)], nothing, [])

    assert not processes[0].alive()


async def test_what_a_child_started_goes_with_it(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    script = (
        "import pathlib, subprocess, sys\n"
        "grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(grandchild.pid))\n"
    )
    child = a_child("web")
    child = a_child("web", port=child.port, script=script + child.command[2])

    await while_up([child], nothing, [])

    assert wait_gone(ProcessId.of(int(note.read_text())), 2)


async def test_one_that_fails_to_start_shows_the_end_of_its_log_and_stops_the_others() -> None:
    broken = a_child("rasa", script="raise SystemExit('no such model')")
    supervisor = Supervisor([a_child("web"), broken], address="", say=lambda line: None)

    with pytest.raises(Problem, match="no such model"):
        await supervisor.run(lambda: None)

    assert state.read() is None


async def test_one_that_never_becomes_ready_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.serve.supervisor.START_S", 0.5)
    silent = a_child("web", script="import time; time.sleep(60)")

    with pytest.raises(Problem, match="was not ready after"):
        await Supervisor([silent], address="", say=lambda line: None).run(lambda: None)


async def test_ctrl_c_while_starting_stops_what_had_started() -> None:
    silent = a_child("web", script="import time; time.sleep(60)")
    supervisor = Supervisor([silent], address="", say=lambda line: None)
    running = asyncio.create_task(supervisor.run(lambda: None))
    await until(lambda: state.read() is not None)

    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.wait_for(running, 10)

    assert state.read() is None
