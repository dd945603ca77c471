"""Nothing but the web server faces a network, and no process tries to reach another host."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import WATCH
from tests.stack import NAMES, ROOT, Stack
from tests.talker import Talker

LISTENS = "0A"
LOOPBACK = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}
PYTHONS = {"ours": sys.executable, "Rasa's": str(ROOT / "bot/.venv/bin/python")}


def group(pid: int) -> list[int]:
    """Return the process and all it started: they share its process group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == pid:
            found.append(int(stat.parent.name))
    return found


def sockets_of(pid: int) -> set[str]:
    """Return the inodes of the sockets that a process holds."""
    links = (str(handle.readlink()) for handle in Path(f"/proc/{pid}/fd").iterdir())
    return {link[8:-1] for link in links if link.startswith("socket:[")}


def addresses(pid: int, kind: str) -> list[tuple[str, str, str]]:
    """Return (local address, remote address, state) of each socket of that kind."""
    mine, found = sockets_of(pid), []
    for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[9] in mine:
            found.append((fields[1], fields[2], fields[3]))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_process_listens_on_loopback_alone_and_on_one_port(name: str, stack: Stack) -> None:
    pids = group(stack.running[name].pid)
    held = [place for pid in pids for kind in ("tcp", "tcp6") for place in addresses(pid, kind)]
    listening = {local for local, _, state in held if state == LISTENS}

    assert [int(local.partition(":")[2], 16) for local in listening] == [stack.ports[name]]
    assert {local.partition(":")[0] for local in listening} <= LOOPBACK
    assert {remote.partition(":")[0] for _, remote, state in held if state != LISTENS} <= LOOPBACK
    assert not [pid for pid in pids for kind in ("udp", "udp6") if addresses(pid, kind)]


def test_only_the_web_server_follows_the_host_that_is_configured(stack: Stack) -> None:
    wanted = {name: stack.child(name, OWNWORDS_WEB_HOST="10.1.2.3").host for name in NAMES}

    assert wanted == {"web": "10.1.2.3", "rasa": "127.0.0.1", "actions": "127.0.0.1"}


def test_no_process_tries_to_reach_another_host(
    stack: Stack, tries_to_leave: Path, adult: Talker
) -> None:
    adult.go_to("none")

    assert not tries_to_leave.exists(), tries_to_leave.read_text()


@pytest.mark.parametrize("python", PYTHONS.values(), ids=PYTHONS)
def test_a_try_would_have_been_seen(python: str, tmp_path: Path) -> None:
    code = (
        "import socket; s = socket.socket(); s.settimeout(0.01)\n"
        "try: s.connect(('192.0.2.1', 9))\nexcept OSError: pass\n"
        "try: socket.getaddrinfo('telemetry.invalid', 443)\nexcept OSError: pass\n"
    )
    seen = tmp_path / "seen"
    environment = {"PYTHONPATH": str(WATCH), "OWNWORDS_TEST_WATCH": str(seen)}

    subprocess.run([python, "-c", code], env=environment, check=True)

    assert "192.0.2.1" in seen.read_text()
    assert "telemetry.invalid" in seen.read_text()


def test_rasa_is_told_to_send_no_telemetry(stack: Stack) -> None:
    told = Path(f"/proc/{stack.running['rasa'].pid}/environ").read_bytes().split(b"\0")

    assert b"RASA_TELEMETRY_ENABLED=false" in told
