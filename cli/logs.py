"""One log file a process. They hold what went wrong, never what a person typed."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from cli.paths import log_dir

LARGEST = 10 * 1024 * 1024
PIECE = 1024 * 1024


def log_path(name: str) -> Path:
    return log_dir() / f"{name}.log"


def open_log(name: str) -> IO[bytes]:
    """Append to the process's log; one that has grown large is put aside first."""
    path = log_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if _is_large(path):
        path.replace(_aside(path))
    return path.open("ab")


def keep_small(name: str) -> None:
    """Put a log aside that has grown large and that its process goes on writing to. Raises nothing.

    What comes between the copy and the cut, in less than a millisecond, is lost.
    """
    path = log_path(name)
    with suppress(OSError):
        if _is_large(path):
            _copy_the_end(path)
            # Its process appends, and goes on at the new end.
            os.truncate(path, 0)


def _copy_the_end(path: Path) -> None:
    """Keep the last LARGEST bytes. Where the disk has no room for them nobody's words would have
    any either: the log goes without a copy."""
    aside = _aside(path)

    def opened(name: str, flags: int) -> int:
        return os.open(name, flags, path.stat().st_mode & 0o777)  # whoever may read the one

    try:
        with path.open("rb") as log, open(aside, "wb", opener=opened) as copy:
            log.seek(max(0, log.seek(0, os.SEEK_END) - LARGEST))
            while piece := log.read(PIECE):
                copy.write(piece)
    except OSError:
        with suppress(OSError):
            aside.unlink()


def _aside(path: Path) -> Path:
    return path.with_suffix(".log.1")


def _is_large(path: Path) -> bool:
    try:
        return path.stat().st_size > LARGEST
    except FileNotFoundError:
        return False


def last_lines(name: str, count: int = 15) -> str:
    try:
        lines = log_path(name).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return "\n".join(f"    {line}" for line in lines[-count:])
