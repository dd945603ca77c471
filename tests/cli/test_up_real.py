"""`ownwords up` with the three real processes: start, talk, crash, start again, stop."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.paths import ROOT
from cli.serve import state
from cli.serve.health import ask_now
from tests.conftest import MODELS
from tests.until import until

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

PHRASE = "marmalade astrolabe"
LOOPBACK = "0100007F"  # 127.0.0.1, as /proc/net/tcp writes it
LISTENING = "0A"
ALLOWING_CORES = ["sh", "-c", 'ulimit -S -c "$(ulimit -H -c)" && exec "$@"', "sh"]


def ownwords(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def listening_on(port: int) -> set[str]:
    """The addresses of this machine on which something listens at `port`."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            _, local, _, status, *_ = line.split()
            address, _, hexadecimal = local.partition(":")
            if status == LISTENING and int(hexadecimal, 16) == port:
                found.add(address)
    return found


def would_leave_a_core(process: int) -> bool:
    limits = Path(f"/proc/{process}/limits").read_text(encoding="ascii")
    return "Max core file size 0 0 bytes" not in " ".join(limits.split())


@pytest.fixture
def up(empty_var: Path) -> Iterator[subprocess.Popen[bytes]]:
    (empty_var / "models").symlink_to(MODELS)
    command = [sys.executable, "-m", "cli", "up", "--no-train"]
    with (empty_var / "up.out").open("wb") as out:
        process = subprocess.Popen(ALLOWING_CORES + command, cwd=ROOT, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def test_a_day_in_its_life(up: subprocess.Popen[bytes], empty_var: Path) -> None:
    out = empty_var / "up.out"
    script = empty_var.parent / "script.txt"
    script.write_text(f"yes\n{PHRASE}\n", encoding="utf-8")

    # It starts, within a minute, and says where it is and how to sign in.
    until(lambda: "Ctrl-C stops everything" in out.read_text(), 60)
    running = state.read()
    assert running is not None
    assert running.address in out.read_text()
    assert "ownwords user add" in out.read_text()
    assert ownwords("status").returncode == 0

    # Nothing but loopback.
    for child in running.children.values():
        assert listening_on(child.port) == {LOOPBACK}

    # Whichever crashes leaves nothing of its memory.
    running_now = [running.supervisor, *(child.process for child in running.children.values())]
    assert not [process for process in running_now if would_leave_a_core(process.pid)]

    # It talks, and what was typed is in no file.
    said = ownwords("chat", "--script", str(script))
    assert said.returncode == 0, said.stderr
    assert "the code is:" in said.stdout
    files = [path for path in empty_var.rglob("*") if path.is_file() and not path.is_symlink()]
    assert not [path for path in files if PHRASE.encode() in path.read_bytes()]

    # Rasa crashes: status says so, and it comes back by itself.
    os.kill(running.children["rasa"].process.pid, signal.SIGKILL)
    until(lambda: ownwords("status").returncode == 3, 10)
    until(lambda: ask_now(running.children["web"].ready_url).ready, 60)
    assert "restarts 1" in ownwords("status").stdout

    # Ctrl-C ends it all in ten seconds.
    last = state.read()
    assert last is not None
    up.send_signal(signal.SIGINT)
    assert up.wait(10) == 0
    assert not any(child.process.alive() for child in last.children.values())
    assert state.read() is None
