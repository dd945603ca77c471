import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.errors import Problem
from cli.main import app
from cli.serve import state
from cli.serve.process import ProcessId


def test_nothing_is_laid_in_beside_a_server_that_would_answer_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A running server answers whatever waits: some of the made-up people, with the real bot."""
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    state.write(state.UpState(ProcessId.of(os.getpid()), "http://here"))

    result = CliRunner().invoke(app, ["demo"])

    assert isinstance(result.exception, Problem)
    assert "Stop it first" in str(result.exception)
    assert not list(tmp_path.glob("*.db"))
