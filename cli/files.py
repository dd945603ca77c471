"""Writing so that a reader sees the old file or the new one, never half of either."""

import os
import shutil
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def move_in(fresh: Path, home: Path) -> None:
    """Put the folder `fresh` where `home` is. Killed in between, there is none: not half of one."""
    retired = home.with_name(f".{home.name}.old-{os.getpid()}")
    if home.exists():
        home.rename(retired)
    fresh.rename(home)
    shutil.rmtree(retired, ignore_errors=True)
