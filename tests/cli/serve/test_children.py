"""What each process is started with."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from api.settings import Settings
from cli.errors import Problem
from cli.serve.children import Child, children


@dataclass
class Addresses:
    web_host: str = "127.0.0.1"
    web_port: int = 8100
    rasa_port: int = 5105
    actions_port: int = 5155
    otlp_endpoint: str = ""


@pytest.fixture
def by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Child]:
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    return {child.name: child for child in children(Addresses())}


def test_there_are_three(by_name: dict[str, Child]) -> None:
    assert set(by_name) == {"actions", "rasa", "web"}


def test_rasa_and_the_action_server_listen_on_loopback_alone(by_name: dict[str, Child]) -> None:
    rasa = by_name["rasa"].command

    assert rasa[rasa.index("-i") + 1] == "127.0.0.1"
    assert by_name["actions"].env["SANIC_HOST"] == "127.0.0.1"


def test_rasa_sends_nothing_out_and_logs_no_message(by_name: dict[str, Child]) -> None:
    rasa = by_name["rasa"]

    assert rasa.env["RASA_TELEMETRY_ENABLED"] == "false"
    assert rasa.env["LOG_LEVEL"] == "WARNING"
    assert "--quiet" in rasa.command
    assert "--enable-api" not in rasa.command


def test_rasa_is_told_where_the_action_server_is(by_name: dict[str, Child]) -> None:
    rasa = by_name["rasa"].command
    endpoints = Path(rasa[rasa.index("--endpoints") + 1])

    url = yaml.safe_load(endpoints.read_text())["action_endpoint"]["url"]

    assert url == "http://127.0.0.1:5155/webhook"


def test_everything_temporary_stays_below_var(by_name: dict[str, Child], tmp_path: Path) -> None:
    for child in by_name.values():
        assert Path(child.env["TMPDIR"]).is_relative_to(tmp_path)
    assert Path(by_name["rasa"].env["RASA_CACHE_DIRECTORY"]).is_relative_to(tmp_path)


def test_the_bots_processes_are_given_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    secrets = [f"OWNWORDS_{name.upper()}" for name in Settings.model_fields if name != "var"]
    for name in (*secrets, "PGPASSWORD"):
        monkeypatch.setenv(name, "quokkapuddle")

    actions, rasa, web = children(Addresses())

    assert "OWNWORDS_KEYS" in secrets
    assert "OWNWORDS_DATABASE_URL" in secrets
    assert web.env["OWNWORDS_KEYS"] == "quokkapuddle"
    for child in (actions, rasa):
        held = {name for name, value in child.env.items() if value == "quokkapuddle"}
        assert held <= {"OWNWORDS_ACTIONS_PORT", "OWNWORDS_RASA_PORT"}


def test_no_secret_stands_in_a_command_that_others_can_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    monkeypatch.setenv("OWNWORDS_KEYS", "quokkapuddle")

    assert "quokkapuddle" not in repr([child.command for child in children(Addresses())])


def test_a_server_open_to_all_is_asked_on_loopback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))

    web = children(Addresses(web_host="0.0.0.0"))[2]

    assert web.ready_url == "http://127.0.0.1:8100/healthz"


def test_there_is_a_key_by_which_they_know_each_other_and_only_their_account_reads_it(
    by_name: dict[str, Child], tmp_path: Path
) -> None:
    path = tmp_path / "keys" / "between"
    key = path.read_text().strip()

    assert path.stat().st_mode & 0o077 == 0
    for child in by_name.values():
        assert key not in repr((child.command, child.env))


def test_a_key_that_cannot_be_used_is_said_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "between").write_text("half a key")

    with pytest.raises(Problem, match="Delete it"):
        children(Addresses())


def test_each_is_looked_at_where_it_answers_whatever_else_is_down(
    by_name: dict[str, Child],
) -> None:
    """Web's `/healthz` waits for the others and needs a thread: web would be ended for them."""
    assert {name: child.alive_url for name, child in by_name.items()} == {
        "web": "http://127.0.0.1:8100/livez",
        "rasa": "http://127.0.0.1:5105/",
        "actions": "http://127.0.0.1:5155/health",
    }
