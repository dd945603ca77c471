"""The files that a backup or a restore works with: on the disk before it is called done, and gone
where it is not done."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

BACKING_UP, RESTORING = ".backup-", ".restore-"
DATA, ABOUT = "data", "about.json"
ROWS = "conversation"  # of PostgreSQL, copied beside its dump
OURS = {DATA, ABOUT, ROWS, *(DATA + suffix for suffix in ("-wal", "-shm", "-journal"))}


@contextmanager
def at_work(var: Path, places: Iterable[Path]) -> Iterator[None]:
    """Work in `var` and `places`. What a kill left there goes first: it may hold the keys of what
    is erased later. Where another is at work nothing goes, since it may be theirs."""
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (var / "backup.lock").open("w") as lock:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for place in {var, *places}:
                _tidy(place)
        fcntl.flock(lock, fcntl.LOCK_SH)  # many may work at once
        yield


def _tidy(place: Path) -> None:
    for prefix in (BACKING_UP, RESTORING):
        for folder in place.glob(f"{prefix}*"):
            # A folder that somebody else named so holds other things.
            if folder.is_dir() and {path.name for path in folder.iterdir()} <= OURS:
                shutil.rmtree(folder)


@contextmanager
def folder_in(place: Path, prefix: str) -> Iterator[Path]:
    """A folder for its owner alone, which goes in the end."""
    with TemporaryDirectory(dir=place, prefix=prefix) as name:
        yield Path(name)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file for its owner alone. Where the caller fails there is none, so that the next try is not
    refused. Raises FileExistsError."""
    with path.open("xb") as file:
        try:
            path.chmod(0o600)
            yield file
            file.flush()
            os.fsync(file.fileno())
            to_the_disk(path.parent)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def to_the_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
