"""`ownwords retention`: its report is what was done."""

from configparser import ConfigParser
from pathlib import Path

import pytest
import time_machine
from typer.testing import CliRunner

from api import db
from api.chat import service as chat
from api.settings import get_settings
from api.turn.service import Turns
from api.vault.keys import get_keys
from cli.errors import Problem
from cli.main import app
from cli.paths import ROOT
from tests.builders import FakeBot


def retention(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["retention", *arguments])
    if isinstance(result.exception, Problem):
        raise result.exception
    return result.output


def test_it_reports_what_is_due_held_and_deleted(database: Path) -> None:
    with time_machine.travel("2026-01-01T12:00:00Z", tick=False):
        turns = Turns(db.get_sessions(), get_keys(), FakeBot(), get_settings())
        one, _ = chat.start(turns), chat.start(turns)
        retention("hold", str(one.id), "--kind", "court")

    with time_machine.travel("2026-03-01T12:00:00Z", tick=False):
        dry, wet, again = retention("run", "--dry-run"), retention("run"), retention("run")

    rows = [text.splitlines()[1].split() for text in (dry, wet, again)]
    assert rows == [
        ["unused", "28", "days", "2", "1", "0"],
        ["unused", "28", "days", "2", "1", "1"],
        ["unused", "28", "days", "1", "1", "0"],
    ]


def test_a_hold_that_is_not_there_cannot_be_lifted(database: Path) -> None:
    with pytest.raises(Problem, match="no hold"):
        retention("lift", "00000000-0000-4000-8000-000000000000")


def test_the_timers_service_names_a_command_that_there_is() -> None:
    unit = ConfigParser(interpolation=None)
    unit.read(ROOT / "deploy" / "systemd" / "ownwords-retention.service")
    program, *arguments = unit["Service"]["ExecStart"].split()

    asked = CliRunner().invoke(app, [*arguments, "--help"])

    assert program == unit["Service"]["WorkingDirectory"] + "/.venv/bin/ownwords"
    assert (arguments, asked.exit_code) == (["retention", "run"], 0)
