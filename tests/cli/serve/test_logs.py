"""No log fills the disk on which words are kept."""

import asyncio
import re
import time
from pathlib import Path

import pytest

from cli import logs
from cli.serve import state
from tests.cli.serve.builders import SERVER, a_child
from tests.cli.serve.up import restarts, while_up

pytestmark = pytest.mark.usefixtures("var")


def test_a_log_that_has_grown_large_is_put_aside(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.logs.LARGEST", 10)
    (var / "log").mkdir()
    (var / "log/web.log").write_text("x" * 11)

    logs.open_log("web").close()

    assert (var / "log/web.log").read_text() == ""
    assert (var / "log/web.log.1").exists()


CHATTY = """
import threading, time
def chat():
    for number in range(10**9):
        print(f"line {number}", flush=True)
        time.sleep(0.0005)
threading.Thread(target=chat, daemon=True).start()
"""


async def test_the_log_of_one_that_writes_on_and_on_stays_small(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.logs.LARGEST", 2_000)
    monkeypatch.setattr("cli.serve.supervisor.LOOKS_AT_LOGS_EVERY_S", 0.05)
    names = ("actions", "rasa", "web")
    cut: dict[str, int] = dict.fromkeys(names, 0)

    async def watch(up: state.UpState) -> None:
        before = dict.fromkeys(names, 0)
        deadline = time.monotonic() + 60
        while min(cut.values()) < 3:
            assert time.monotonic() < deadline
            for name in names:
                size = (var / f"log/{name}.log").stat().st_size
                cut[name] += size < before[name]
                before[name] = size
            await asyncio.sleep(0.005)
        assert [restarts(name) for name in names] == [0, 0, 0]
        monkeypatch.setattr("cli.logs.LARGEST", 10**9)  # none is cut just before it is read
        await asyncio.sleep(0.2)

    await while_up([a_child(name, script=CHATTY + SERVER) for name in names], watch, [])

    for name in names:
        now, earlier = ((var / f"log/{name}.log{end}").read_text() for end in ("", ".1"))
        # A line and its end may be written apart, and the cut or the end of all come in between.
        assert re.fullmatch(r"\n?(line \d+\n)+(line \d+)?", now), "no hole where it was cut"
        assert 0 < len(earlier) <= 2_000
        last_before = int(earlier.split()[-1])
        assert 0 < int(now.split()[1]) - last_before < 1_000


def test_where_the_disk_is_full_a_large_log_goes_without_a_copy(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.logs.LARGEST", 10)
    (var / "log").mkdir()
    (var / "log/web.log").write_text("x" * 11)
    (var / "log/web.log.1").symlink_to("/dev/full")

    logs.keep_small("web")

    assert (var / "log/web.log").read_text() == ""
    assert not (var / "log/web.log.1").exists()


def test_whoever_may_not_read_a_log_may_not_read_what_was_put_aside_of_it(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.logs.LARGEST", 10)
    (var / "log").mkdir()
    (var / "log/web.log").write_text("x" * 11)
    (var / "log/web.log").chmod(0o600)

    logs.keep_small("web")

    assert (var / "log/web.log.1").stat().st_mode & 0o777 == 0o600


def test_a_log_that_is_not_there_is_none_too_large() -> None:
    logs.keep_small("web")
