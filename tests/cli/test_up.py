"""`ownwords up`, `down` and `status` when there is nothing, or something else, to find."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.errors import BadSettings, NotRunning, Problem
from cli.main import app
from cli.serve import state
from cli.serve.process import ProcessId
from tests.ports import a_taken_port


def test_an_occupied_port_stops_it_before_anything_starts(
    empty_var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_taken_port() as port:
        monkeypatch.setenv("OWNWORDS_RASA_PORT", str(port))

        result = CliRunner().invoke(app, ["up"])

    assert isinstance(result.exception, BadSettings)
    assert str(port) in str(result.exception)
    assert "OWNWORDS_RASA_PORT" in str(result.exception)
    assert not (empty_var / "models").exists()


def test_without_models_nothing_is_started_and_what_to_run_is_said(empty_var: Path) -> None:
    result = CliRunner().invoke(app, ["up", "--no-train"])

    assert isinstance(result.exception, Problem)
    assert str(result.exception) == "assess, reading, rasa not trained. Run `ownwords train`."
    assert state.read() is None


def test_a_second_up_is_told_of_the_first(empty_var: Path) -> None:
    state.write(state.UpState(ProcessId.of(os.getpid()), "http://here"))

    result = CliRunner().invoke(app, ["up"])

    assert isinstance(result.exception, Problem)
    assert "already up at http://here" in str(result.exception)


def test_status_of_nothing_is_an_exit_code_of_its_own(empty_var: Path) -> None:
    result = CliRunner().invoke(app, ["status"])

    assert isinstance(result.exception, NotRunning)


def test_down_with_nothing_up_is_done(empty_var: Path) -> None:
    result = CliRunner().invoke(app, ["down"])

    assert result.exit_code == 0
    assert "not up" in result.stdout


@pytest.mark.parametrize("command", ["down", "status"])
@pytest.mark.parametrize("content", ["{}", "[]", '{"supervisor"'])
def test_a_note_of_what_runs_that_cannot_be_read_is_as_none(
    empty_var: Path, command: str, content: str
) -> None:
    state.path().parent.mkdir(parents=True)
    state.path().write_text(content, encoding="utf-8")

    result = CliRunner().invoke(app, [command])

    assert result.exception is None or isinstance(result.exception, NotRunning)


def test_down_ends_children_whose_supervisor_was_killed(empty_var: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True
    )
    gone = ProcessId(pid=child.pid, born=1)
    left = state.ChildState(ProcessId.of(child.pid), 1, "http://127.0.0.1:1/")
    state.write(state.UpState(gone, "http://here", {"rasa": left}))

    result = CliRunner().invoke(app, ["down"])

    assert result.exit_code == 0
    assert child.wait(5) != 0
    assert state.read() is None


def test_status_names_each_process_and_what_does_not_answer(empty_var: Path) -> None:
    me = ProcessId.of(os.getpid())
    silent = state.ChildState(me, 1, "http://127.0.0.1:1/", restarts=2)
    state.write(state.UpState(me, "http://here", {"rasa": silent}))

    result = CliRunner().invoke(app, ["status"])

    assert result.exit_code == 3
    assert "rasa" in result.stdout
    assert "does not answer" in result.stdout
