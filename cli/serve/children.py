"""The three processes: how each is started, where it listens, and how it says that it is ready."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from between import Unusable, our_key
from cli.environment import for_actions, for_ours, for_rasa
from cli.errors import Problem
from cli.files import write_whole
from cli.paths import RASA_PYTHON, ROOT, models_dir, run_dir, var_dir

LOOPBACK = "127.0.0.1"


class Addresses(Protocol):
    """The part of the settings that says where each process listens."""

    @property
    def web_host(self) -> str: ...
    @property
    def web_port(self) -> int: ...
    @property
    def rasa_port(self) -> int: ...
    @property
    def actions_port(self) -> int: ...
    @property
    def otlp_endpoint(self) -> str: ...


@dataclass(frozen=True)
class Child:
    """One process. `ready_url` answers 200 when it can do its work, `alive_url` anything at all
    while it runs, whatever else is down; `setting` names its port."""

    name: str
    title: str
    host: str
    port: int
    setting: str
    ready_url: str
    alive_url: str
    command: tuple[str, ...]
    env: dict[str, str]


def children(settings: Addresses) -> tuple[Child, ...]:
    known_by()
    return (_actions(settings), _rasa(settings), _web(settings))


def known_by() -> None:
    """Have the key by which they know each other there before any of them looks for it. Raises
    Problem."""
    try:
        our_key(var_dir())
    except Unusable as wrong:
        raise Problem(str(wrong)) from wrong


def _actions(settings: Addresses) -> Child:
    port = settings.actions_port
    return Child(
        name="actions",
        title="the action server",
        host=LOOPBACK,
        port=port,
        setting="OWNWORDS_ACTIONS_PORT",
        ready_url=f"http://{LOOPBACK}:{port}/health",
        alive_url=f"http://{LOOPBACK}:{port}/health",
        command=(sys.executable, "-m", "bot.actions", "--port", str(port)),
        env=for_actions() | {"OWNWORDS_ACTIONS_PORT": str(port)} | _tracing(settings),
    )


def _rasa(settings: Addresses) -> Child:
    port = settings.rasa_port
    return Child(
        name="rasa",
        title="Rasa",
        host=LOOPBACK,
        port=port,
        setting="OWNWORDS_RASA_PORT",
        # Rasa opens its port only when its model is loaded.
        ready_url=f"http://{LOOPBACK}:{port}/",
        alive_url=f"http://{LOOPBACK}:{port}/",
        command=(
            *(str(RASA_PYTHON), "-m", "bot.without_tensorflow", "run", "--quiet"),
            *("-i", LOOPBACK, "--port", str(port)),
            *("--model", str(models_dir() / "rasa" / "bot.tar.gz")),
            *("--endpoints", str(_endpoints(settings)), "--credentials", "credentials.yml"),
        ),
        env=for_rasa() | _tracing(settings),
    )


def _web(settings: Addresses) -> Child:
    host, port = settings.web_host, settings.web_port
    reach = LOOPBACK if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - compared, not bound
    return Child(
        name="web",
        title="the web server",
        host=host,
        port=port,
        setting="OWNWORDS_WEB_PORT",
        ready_url=f"http://{reach}:{port}/healthz",
        alive_url=f"http://{reach}:{port}/livez",
        command=(
            *(sys.executable, "-m", "uvicorn", "--factory", "web.main:create_app"),
            *("--host", host, "--port", str(port)),
            *("--no-access-log", "--log-level", "warning", "--no-server-header"),
            *("--timeout-graceful-shutdown", "4"),
        ),
        env=for_ours(),
    )


def _tracing(settings: Addresses) -> dict[str, str]:
    """Where traces go, for those that read no settings."""
    return {"OWNWORDS_OTLP_ENDPOINT": settings.otlp_endpoint}


def _endpoints(settings: Addresses) -> Path:
    """endpoints.yml with the action server's port from the settings."""
    import yaml

    content = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    content["action_endpoint"]["url"] = f"http://{LOOPBACK}:{settings.actions_port}/webhook"
    path = run_dir() / "endpoints.yml"
    write_whole(path, yaml.safe_dump(content, sort_keys=False))
    return path
