"""`ownwords check` names the part that is wrong and what to do about it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.settings import get_settings
from cli import settings
from cli.errors import BadSettings
from cli.main import app


def check() -> Result:
    return CliRunner().invoke(app, ["check"])


def test_a_new_installation_hears_what_to_run(empty_var: Path) -> None:
    result = check()

    assert result.exit_code == 1
    assert "ownwords train" in result.stdout
    assert "ownwords migrate" in result.stdout


def test_a_migrated_database_is_good(database: Path) -> None:
    assert "ok  database" in check().stdout


def test_a_key_that_is_not_one_is_named(empty_var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWORDS_KEYS", "c2hvcnQ=")
    get_settings.cache_clear()

    result = check()

    assert "NOT keys" in result.stdout
    assert "each needs 32" in result.stdout
    assert "c2hvcnQ" not in result.stdout


def test_a_setting_that_is_not_one_is_named_without_its_value(
    empty_var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_WEB_PORT", "eight-thousand")
    get_settings.cache_clear()

    with pytest.raises(BadSettings) as raised:
        settings.load()

    assert "OWNWORDS_WEB_PORT" in str(raised.value)
    assert "eight-thousand" not in str(raised.value)


def test_a_database_that_is_a_folder_is_said(
    empty_var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_DATABASE_URL", f"sqlite:///{empty_var}")
    get_settings.cache_clear()

    assert "NOT database" in check().stdout
