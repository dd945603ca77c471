"""A database, keys and settings of their own for each test that asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api import db
from api.chat.deps import get_turns
from api.settings import get_settings
from api.turn.patience import get_bot
from api.vault.keys import get_keys
from tests.databases import SETTING, Databases
from tests.ports import free_port


def forget() -> None:
    """Drop what this process has read from the environment."""
    if db.get_engine.cache_info().currsize:
        db.get_engine().dispose()
    db.forget_engines()
    for cache in (get_settings, get_keys, get_bot, get_turns):
        cache.cache_clear()


@pytest.fixture
def empty_var(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases: Databases
) -> Iterator[Path]:
    """A var folder with nothing in it, and no table in its database; the ports lead nowhere."""
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    bare = databases.setting()
    for name, value in bare.items():
        monkeypatch.setenv(name, value)
    for name in ("WEB", "RASA", "ACTIONS"):
        monkeypatch.setenv(f"OWNWORDS_{name}_PORT", str(free_port()))
    forget()
    yield tmp_path
    forget()
    for url in bare.values():
        databases.drop(url)


@pytest.fixture
def database(
    empty_var: Path, monkeypatch: pytest.MonkeyPatch, databases: Databases
) -> Iterator[Path]:
    """The same folder, with the tables made."""
    url = databases.migrated(empty_var)
    monkeypatch.setenv(SETTING, url)
    yield empty_var
    databases.drop(url)
