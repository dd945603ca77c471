"""var/run/up.json: what is running, for `status`, `down` and anyone who wants to know."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cli.files import write_whole
from cli.paths import run_dir
from cli.serve.process import ProcessId

LARGEST_PID = 2**31


@dataclass
class ChildState:
    process: ProcessId
    port: int
    ready_url: str
    restarts: int = 0


@dataclass
class UpState:
    supervisor: ProcessId
    address: str
    children: dict[str, ChildState] = field(default_factory=dict)


def path() -> Path:
    return run_dir() / "up.json"


def write(state: UpState) -> None:
    write_whole(path(), json.dumps(asdict(state), indent=2) + "\n")


def remove() -> None:
    path().unlink(missing_ok=True)


def read() -> UpState | None:
    """The last state written, or None where it cannot be read. Whether it still holds, ask
    `ProcessId.alive`. What another release has written beside it is not looked at."""
    try:
        return _up(json.loads(path().read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _up(given: Any) -> UpState:
    children = {str(name): _child(child) for name, child in given["children"].items()}
    return UpState(_process(given["supervisor"]), str(given["address"]), children)


def _child(given: Any) -> ChildState:
    process, url = _process(given["process"]), str(given["ready_url"])
    return ChildState(process, int(given["port"]), url, int(given.get("restarts", 0)))


def _process(given: Any) -> ProcessId:
    """Raises ValueError for what is no process: to signal number -1 is to end all there are."""
    pid, born = int(given["pid"]), int(given["born"])
    if not 0 < pid < LARGEST_PID:
        raise ValueError("no number of a process")
    return ProcessId(pid, born)
