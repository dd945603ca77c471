"""A var folder of the test's own."""

from pathlib import Path

import pytest


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    return tmp_path
