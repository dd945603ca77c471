"""One log file a process. They hold what went wrong, never what a person typed."""

from pathlib import Path
from typing import IO

from cli.paths import log_dir

LARGEST = 10 * 1024 * 1024


def log_path(name: str) -> Path:
    return log_dir() / f"{name}.log"


def open_log(name: str) -> IO[bytes]:
    """Append to the process's log; one that has grown large is put aside first."""
    path = log_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def last_lines(name: str, count: int = 15) -> str:
    try:
        lines = log_path(name).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return "\n".join(f"    {line}" for line in lines[-count:])
