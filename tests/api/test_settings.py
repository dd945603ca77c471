from pathlib import Path

import pytest
from pydantic import ValidationError

from api.settings import ROOT, Settings


def made(**given: object) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[arg-type]  # each test gives what it is about


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("OWNWORDS_"):
            monkeypatch.delenv(name)


def test_everything_has_a_default_that_works_on_one_machine() -> None:
    settings = made()

    assert settings.var == ROOT / "var"
    assert settings.database == f"sqlite:///{ROOT / 'var' / 'own-words.db'}"
    assert settings.web_host == "127.0.0.1"
    assert settings.help_lines == []


def test_only_the_site_can_be_made_to_face_the_network() -> None:
    settings = made(web_host="0.0.0.0", web_port=80)

    assert settings.web_url == "http://0.0.0.0:80"
    assert settings.rasa_url.startswith("http://127.0.0.1:")
    assert settings.actions_url.startswith("http://127.0.0.1:")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWORDS_RASA_PORT", "6005")
    monkeypatch.setenv(
        "OWNWORDS_HELP_LINES",
        '[{"name": "Adult help", "number": "01632 960001", "checked_on": "2026-01-31"}]',
    )

    settings = made()

    assert settings.rasa_url == "http://127.0.0.1:6005"
    assert settings.help_lines[0].number == "01632 960001"


def test_a_help_line_must_say_when_it_was_checked() -> None:
    with pytest.raises(ValidationError, match="checked_on"):
        made(help_lines=[{"name": "Adult help", "number": "01632 960001"}])


def test_a_relative_var_lies_below_the_program_and_not_where_one_happens_to_stand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    assert made(var=Path("elsewhere")).var == ROOT / "elsewhere"


def test_a_database_of_ones_own_is_used(tmp_path: Path) -> None:
    url = "postgresql+psycopg://localhost/x"
    assert made(database_url=url).database == url
    assert made(var=tmp_path).database == f"sqlite:///{tmp_path / 'own-words.db'}"


HERE = ("", "localhost", "127.0.0.1", "127.0.0.1:5433", "[::1]:5432")


@pytest.mark.parametrize(
    "url",
    [*(f"postgresql+psycopg://u@{host}/x" for host in HERE),
     "postgresql+psycopg:///x?host=/var/run/postgresql",
     "postgresql+psycopg://u:p@db.example/x?sslmode=verify-full",
     "postgresql+psycopg://u@10.0.0.1,10.0.0.2/x?sslmode=verify-ca", "sqlite:////tmp/x.db"],
)  # fmt: skip
def test_a_database_here_or_over_tls_can_be_used(url: str) -> None:
    assert made(database_url=url).database == url


@pytest.mark.parametrize(
    "url",
    ["postgresql+psycopg://sam:quokka@db.example/x", "postgresql://sam:quokka@10.0.0.1/x",
     "postgresql+psycopg://sam:quokka@db/x?sslmode=require",  # encrypted, to whoever answers
     "postgresql+psycopg://sam:quokka@db/x?sslmode=prefer",
     "postgresql+psycopg://sam:quokka@/x?host=127.0.0.1&host=10.0.0.1",
     "postgresql+psycopg://sam:quokka@127.0.0.1.evil.example/x",
     "postgresql+psycopg://sam:quokka@/x?host=localhost,db.example", "quokka"],
)  # fmt: skip
def test_a_database_elsewhere_is_reached_over_tls_or_not_at_all(url: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        made(database_url=url)

    assert "quokka" not in str(wrong.value)


def test_the_host_of_libpqs_own_variable_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    with pytest.raises(ValidationError):
        made(database_url="postgresql+psycopg:///x")

    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert made(database_url="postgresql+psycopg:///x").database_url


@pytest.mark.parametrize(
    "given",
    [{"web_port": "eighty"}, {"log_level": "LOUD"}, {"bot_timeout_seconds": "soon"},
     {"help_lines": "none"}, {"secure_cookies": "perhaps"},
     {"exit_url": "javascript:alert(1)"}, {"exit_url": "data:text/html,x"}, {"exit_url": "/here"},
     {"exit_url": "https://a.example/\r\nSet-Cookie: x"}, {"public_url": "file:///etc/passwd"},
     {"oidc_issuer": "http://127.0.0.1.evil.example"}, {"oidc_issuer": "file:///etc/passwd"},
     {"notify_url": "http://notify.example"}, {"notify_url": "http://localhost@evil.example"}],
)  # fmt: skip
def test_a_value_that_cannot_be_used_stops_the_process_at_start(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        made(**given)


def test_a_setting_that_is_not_known_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWORDS_NO_SUCH_THING", "x")

    assert made() is not None
