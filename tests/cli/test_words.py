"""`ownwords assess` and `ownwords understand`, with the models replaced."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

import nlp
from cli.main import app
from nlp.errors import ModelMissing


class Read:
    def as_dict(self) -> dict[str, Any]:
        return {"label": "personal", "spans": [], "themes": ["other"], "confidence": 0.9}


def read_all(texts: list[str], audience: str) -> list[Read]:
    return [Read() for _ in texts]


@pytest.fixture
def cli() -> CliRunner:
    return CliRunner()


def test_assess_adds_what_was_read(cli: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(nlp), "assess_many", read_all)

    result = cli.invoke(app, ["assess"], input='{"id": "a", "text": "to see Nina"}\n')

    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == "a"
    assert json.loads(result.stdout)["label"] == "personal"


def test_a_bad_line_gives_exit_code_1_and_its_number(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(nlp), "assess_many", read_all)

    result = cli.invoke(app, ["assess"], input='{"text": "a"}\nwhat\n{"text": "b"}\n')

    assert result.exit_code == 1
    assert "line 2: not JSON" in result.stderr
    assert len(result.stdout.splitlines()) == 2


def test_no_model_says_what_to_run(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    def missing(texts: list[str], audience: str) -> list[Read]:
        raise ModelMissing(tmp_path)

    monkeypatch.setitem(vars(nlp), "assess_many", missing)

    result = cli.invoke(app, ["assess"], input='{"text": "a"}\n')

    assert "ownwords train" in str(result.exception)
    assert result.exit_code == 1


def test_an_unknown_audience_is_refused(cli: CliRunner) -> None:
    result = cli.invoke(app, ["assess", "--audience", "everyone"], input="")

    assert result.exit_code == 2


def test_nothing_in_is_nothing_out(cli: CliRunner) -> None:
    result = cli.invoke(app, ["understand"], input="")

    assert result.exit_code == 0
    assert result.stdout == ""
