"""`ownwords check` reads the whole chain of the audit, and names the first row that is not right.

Each test changes the real database as somebody with the file in hand could.
"""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.audit.service import write
from api.core.clock import utc_now
from api.db import session_scope
from api.settings import get_settings
from cli.main import app
from tests.databases import change, without_the_audits_refusals


def checked() -> str:
    return next(line for line in CliRunner().invoke(app, ["check"]).stdout.splitlines()
                if " audit " in line)  # fmt: skip


def tamper(*statements: str) -> None:
    """Change the database as its owner could, with its own refusals taken out."""
    url = get_settings().database
    change(url, *without_the_audits_refusals(url), *statements)


@pytest.fixture
def audited(database: Path) -> Path:
    with session_scope() as session:
        for number in range(6):
            write(session, "user:sam", "viewed", f"conversation {number}", utc_now())
    return database


def test_a_whole_audit_is_said_to_be_whole(audited: Path) -> None:
    assert checked() == "ok  audit     whole, from the first row to row 6"


def test_an_empty_one_is_too(database: Path) -> None:
    assert checked().startswith("ok")


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE audit_event SET actor = 'user:eve' WHERE id = 3", 3),
        ("UPDATE audit_event SET at = '2020-01-01 00:00:00.000000' WHERE id = 1", 1),
        ("UPDATE audit_event SET subject = 'another' WHERE id IN (4, 5)", 4),
        ("DELETE FROM audit_event WHERE id = 2", 3),
        ("DELETE FROM audit_event WHERE id < 3", 3),
    ],
)
def test_the_first_row_that_is_wrong_is_named(audited: Path, statement: str, row: int) -> None:
    tamper(statement)

    assert checked().startswith(f"NOT audit     Row {row} ")
    assert CliRunner().invoke(app, ["check"]).exit_code == 1


def test_the_newest_rows_cannot_be_cut_off_unseen_either(audited: Path) -> None:
    checked()

    tamper("DELETE FROM audit_event WHERE id > 4")

    assert checked() == "NOT audit     Row 6 was there at the last check, and is gone."


def test_rows_added_since_are_no_fault(audited: Path) -> None:
    checked()

    with session_scope() as session:
        write(session, "user:sam", "viewed", "one more", utc_now())

    assert "to row 7" in checked()
