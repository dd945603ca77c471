"""var/run/up.json: what is running, for `status`, `down` and anyone who wants to know."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cli.files import write_whole
from cli.paths import run_dir
from cli.serve.process import ProcessId


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
    """The last state written, or None. Whether it still holds, ask `ProcessId.alive`."""
    try:
        content = json.loads(path().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    children = {
        name: ChildState(**(child | {"process": ProcessId(**child["process"])}))
        for name, child in content["children"].items()
    }
    return UpState(ProcessId(**content["supervisor"]), content["address"], children)
