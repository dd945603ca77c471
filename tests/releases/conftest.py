"""What a release left behind, restored from its own backup with the program of today."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from api.backup.service import restore
from api.db import make_engine
from api.settings import Settings
from api.vault.keys import KeyRing, load_keys
from tests.postgres import a_database
from tests.releases.kept import KEY, KINDS, Said, folder_of, releases, said

MARKS = {"postgresql": [pytest.mark.postgres]}
ALL = [
    pytest.param((version, kind), id=f"{version}-{kind}", marks=MARKS.get(kind, []))
    for version in releases()
    for kind in KINDS
]


@dataclass
class Left:
    """A database as the release left it: not migrated yet."""

    settings: Settings
    keys: KeyRing
    engine: Engine
    said: Said
    back: tuple[int, int]  # how many conversations the restore brought back, and how many not


def restored(version: str, kind: str, var: Path, url: str) -> Left:
    settings = Settings.model_validate({"var": var, "database_url": url, "keys": KEY})
    keys, folder = load_keys(settings), folder_of(version, kind)
    back = restore(settings, keys, folder / "record.owb", folder / "keys.db")
    return Left(settings, keys, make_engine(settings.database), said(version, kind), back)


@pytest.fixture(params=ALL)
def left(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Left]:
    version, kind = request.param
    url = f"sqlite:///{tmp_path / 'own-words.db'}"
    if kind == "postgresql":
        url = a_database(request.getfixturevalue("postgres"))
    left = restored(version, kind, tmp_path, url)
    yield left
    left.engine.dispose()


def differences(before: Any, now: Any, at: str = "") -> list[str]:
    """Return where something that was answered is answered otherwise now. New fields are none."""
    if isinstance(before, dict) and isinstance(now, dict):
        gone = [f"{at}.{name} is gone" for name in before.keys() - now.keys()]
        both = before.keys() & now.keys()
        return gone + [
            found for name in both for found in differences(before[name], now[name], f"{at}.{name}")
        ]
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        pairs = enumerate(zip(before, now, strict=True))
        return [found for n, pair in pairs for found in differences(*pair, f"{at}[{n}]")]
    return [] if before == now else [f"{at} was {before!r}, and is {now!r}"]
