"""`ownwords export`, `erase` and `reconcile`, with the bot away."""

import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner, Result

from api.chat import service
from api.chat.deps import get_turns
from cli.errors import NotRunning, Problem
from cli.main import app

WORDS = "I want to see Nina \N{SPARKLES} on Fridays"


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=typed)


@pytest.fixture
def conversation(database: Path) -> UUID:
    turns = get_turns()
    started = service.start(turns)
    turns.take(UUID(str(started.id)), uuid4(), WORDS)
    return UUID(str(started.id))


def test_an_export_holds_every_word(conversation: UUID) -> None:
    result = run("export", str(conversation))

    record = json.loads(result.stdout)
    assert record["id"] == str(conversation)
    assert WORDS in [turn["text"] for turn in record["turns"]]


def test_an_exported_file_is_for_its_owner_alone(conversation: UUID, tmp_path: Path) -> None:
    out = tmp_path / "record.json"

    assert run("export", str(conversation), "--out", str(out)).exit_code == 0

    assert out.stat().st_mode & 0o077 == 0
    assert WORDS in out.read_text(encoding="utf-8")


def test_an_exported_file_that_was_there_for_others_is_for_its_owner_alone(
    conversation: UUID, tmp_path: Path
) -> None:
    out = tmp_path / "record.json"
    out.write_text("from before", encoding="utf-8")
    out.chmod(0o644)

    assert run("export", str(conversation), "--out", str(out)).exit_code == 0

    assert out.stat().st_mode & 0o777 == 0o600
    assert json.loads(out.read_text(encoding="utf-8"))["id"] == str(conversation)


def test_what_was_erased_is_gone(conversation: UUID) -> None:
    assert run("erase", str(conversation), "--yes").exit_code == 0

    result = run("export", str(conversation))
    assert isinstance(result.exception, Problem)


def test_what_is_on_legal_hold_is_erased_once_the_hold_is_lifted(conversation: UUID) -> None:
    run("retention", "hold", str(conversation), "--kind", "court")

    refused = run("erase", str(conversation), "--yes")

    assert isinstance(refused.exception, Problem)
    assert "ownwords retention lift" in str(refused.exception)
    assert WORDS in run("export", str(conversation)).stdout

    run("retention", "lift", str(conversation))
    assert run("erase", str(conversation), "--yes").exit_code == 0


def test_erasing_asks_first(conversation: UUID) -> None:
    assert run("erase", str(conversation), typed="n\n").exit_code == 1

    assert run("export", str(conversation)).exit_code == 0


def test_an_unknown_conversation_is_said(database: Path) -> None:
    for command in (("export",), ("erase", "--yes")):
        result = run(*command, str(uuid4()))

        assert result.exit_code == 1
        assert "no such conversation" in str(result.exception)


def test_an_id_that_is_not_one_is_wrong_usage(database: Path) -> None:
    assert run("export", "seven").exit_code == 2


def test_with_the_bot_away_reconcile_says_what_still_waits(conversation: UUID) -> None:
    result = run("reconcile")

    assert "0 of 1 waiting" in result.stdout
    assert isinstance(result.exception, NotRunning)


def test_with_nothing_waiting_reconcile_is_done(database: Path) -> None:
    result = run("reconcile")

    assert result.exit_code == 0
    assert "0 of 0" in result.stdout
