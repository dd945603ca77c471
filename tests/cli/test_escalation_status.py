"""`ownwords status` and `check` say whether e-mails about alerts go out."""

import json
import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from api.core.clock import utc_now
from api.db import session_scope
from api.models import Alert, Conversation, Escalation
from api.settings import get_settings
from cli.main import app
from cli.serve import state
from cli.serve.process import ProcessId

STEPS = json.dumps([{"minutes": 30, "to": ["duty@example.org"]}])


@pytest.fixture(autouse=True)
def up(database: Path) -> None:
    """Own Words is up, with no process that could be unready."""
    state.write(state.UpState(ProcessId.of(os.getpid()), "http://here"))


@pytest.fixture
def on_duty(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWORDS_ESCALATION", STEPS)
    get_settings.cache_clear()


def an_alert(fault: str | None = None) -> None:
    """One of an hour ago that nobody acknowledged; with `fault`, its e-mail could not be sent."""
    now, conversation, alert = utc_now(), uuid4(), uuid4()
    with session_scope() as session:
        session.add(
            Conversation(
                id=conversation, channel="web", status="open", asking="none", started_at=now,
                changed_at=now, version=1, last_seq=1, wrapped_key=b"", state=b"",
            )
        )  # fmt: skip
        session.flush()
        at = now - timedelta(hours=1)
        session.add(
            Alert(id=alert, conversation_id=conversation, turn_seq=1, level="now", kind="danger",
                  at=at)
        )  # fmt: skip
        session.flush()
        if fault:
            session.add(
                Escalation(alert_id=alert, step=1, recipient="x", due_at=at, tries=2,
                           next_try_at=now, fault=fault)
            )  # fmt: skip


def test_without_anybody_to_write_to_it_says_so() -> None:
    result = CliRunner().invoke(app, ["status"])

    assert result.exit_code == 0
    assert "OWNWORDS_ESCALATION is not set" in result.stdout


def test_alerts_past_their_time_are_counted(on_duty: None) -> None:
    an_alert()

    result = CliRunner().invoke(app, ["status"])

    assert result.exit_code == 0
    assert "not acknowledged: 1" in result.stdout


def test_an_e_mail_that_could_not_be_sent_is_a_fault_and_says_why(on_duty: None) -> None:
    an_alert("unreachable")

    result = CliRunner().invoke(app, ["status"])

    assert result.exit_code == 1
    assert "NOT SENT: 1" in result.stdout
    assert "does not answer" in result.stdout


def test_a_link_that_would_lead_nowhere_is_found_by_check(
    on_duty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "NOT alerts    Set OWNWORDS_PUBLIC_URL" in CliRunner().invoke(app, ["check"]).stdout

    monkeypatch.setenv("OWNWORDS_PUBLIC_URL", "https://words.example.org")
    get_settings.cache_clear()
    assert "by e-mail (smtp) after 30 minutes" in CliRunner().invoke(app, ["check"]).stdout
