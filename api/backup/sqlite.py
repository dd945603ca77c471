"""Copy a live SQLite database, and put a copy back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url


def file_of(url: str) -> Path:
    return Path(make_url(url).database or "")


def dump(url: str, folder: Path) -> None:
    """Write a consistent copy while others go on writing; conversations' keys are left out."""
    copy = folder / "data"
    with (
        closing(sqlite3.connect(file_of(url), timeout=30.0)) as live,
        closing(sqlite3.connect(copy, isolation_level=None)) as target,
    ):
        live.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        target.execute("PRAGMA secure_delete=ON")
        target.execute("UPDATE conversation SET wrapped_key = x''")
        target.execute("VACUUM")  # what was written over is in no free page either


def load(url: str, folder: Path) -> None:
    """Put the copy where there is no database yet. Raises FileExistsError."""
    home = file_of(url)
    home.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = home.open("xb")
    with handle, (folder / "data").open("rb") as copy:
        while piece := copy.read(1 << 20):
            handle.write(piece)
    home.chmod(0o600)
