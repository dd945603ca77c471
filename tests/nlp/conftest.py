"""One small model for all tests of this folder, trained on a part of the corpus in seconds."""

from pathlib import Path

import pytest

from nlp.learn.corpus import read_corpus
from nlp.learn.fit import Options
from nlp.training import train_into


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("var")
    rows = [row for row in read_corpus() if row.source == "dev_extra"]
    train_into(rows, var / "models" / "assess", lambda _line: None, Options(folds=2))
    return var


@pytest.fixture
def trained(small_model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OWNWORDS_VAR", str(small_model))
    return small_model
