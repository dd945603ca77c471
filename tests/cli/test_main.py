"""The command as a person meets it: help, exit codes, and no traceback."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from cli import main
from cli.errors import BadSettings, NotRunning, Problem
from cli.main import app
from cli.paths import ROOT

COMMANDS = (
    "up down status train migrate chat assess understand export erase reconcile check demo".split()
)
GROUPS = ("user add", "user disable", "token add", "token revoke")


@pytest.mark.parametrize("command", [*COMMANDS, *GROUPS])
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(app, [*command.split(), "--help"])

    assert result.exit_code == 0
    assert len(result.stdout) > 100


@pytest.mark.parametrize(
    ("problem", "code"), [(Problem("no"), 1), (NotRunning("no"), 3), (BadSettings("no"), 4)]
)
def test_a_problem_is_words_and_an_exit_code(
    problem: Problem,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def raise_it() -> None:
        raise problem

    monkeypatch.setattr(main, "app", raise_it)

    with pytest.raises(SystemExit) as stopped:
        main.main()

    assert stopped.value.code == code
    assert capsys.readouterr().err == "no\n"


def test_help_loads_neither_the_models_nor_the_database() -> None:
    script = (
        "import sys; from cli.main import app\n"
        "print(sorted({'spacy', 'sqlalchemy', 'fastapi', 'numpy', 'sklearn'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_a_reader_that_leaves_early_is_no_traceback() -> None:
    lines = '{"id": "1", "text": "x"}\\n' * 10
    command = f"printf '{lines}' | {sys.executable} -m cli understand | head -n 0"

    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert "Traceback" not in done.stderr
