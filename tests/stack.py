"""The three real processes on ports of their own, with a database of their own, for tests that must not pretend."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[1]
START_SECONDS = 90.0
NAMES = ("actions", "rasa", "web")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Stack:
    """web, Rasa and the action server. Any of them can be killed and started again."""

    var: Path
    models: Path
    extra: dict[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in NAMES})
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "OWNWORDS_VAR": str(self.var),
            "OWNWORDS_WEB_PORT": str(self.ports["web"]),
            "OWNWORDS_RASA_PORT": str(self.ports["rasa"]),
            "OWNWORDS_ACTIONS_PORT": str(self.ports["actions"]),
            "OWNWORDS_RETRY_SECONDS": "0.5",
            "OWNWORDS_CODE_TRIES": "1000/minute",
            "PYTHONPATH": str(ROOT),
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "2",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            **self.extra,
        }

    def _command(self, name: str) -> list[str]:
        port = str(self.ports[name])
        if name == "actions":
            return [sys.executable, "-m", "bot.actions", "--port", port]
        if name == "web":
            quiet = ("--log-level", "warning")
            return [sys.executable, "-m", "uvicorn", "--factory", "web.main:create_app", "--port", port, *quiet]
        rasa = [str(ROOT / "bot/.venv/bin/rasa"), "run", "-i", "127.0.0.1", "--port", port]
        model = self.models / "rasa" / "bot.tar.gz"
        files = ["--endpoints", str(self._endpoints()), "--credentials", "credentials.yml"]
        return [*rasa, "--model", str(model), *files]

    def _endpoints(self) -> Path:
        path = self.var / "run" / "endpoints.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"action_endpoint:\n  url: http://127.0.0.1:{self.ports['actions']}/webhook\n")
        return path

    def start(self, *names: str) -> None:
        """Start the named processes, or all of them, without waiting for them."""
        log = self.var / "log"
        log.mkdir(parents=True, exist_ok=True)
        if not (self.var / "models").exists():
            (self.var / "models").symlink_to(self.models)
        for name in names or NAMES:
            with (log / f"{name}.log").open("ab") as file:
                self.running[name] = subprocess.Popen(
                    self._command(name), cwd=ROOT, env=self.environment, stdout=file, stderr=file,
                    stdin=subprocess.DEVNULL, start_new_session=True,
                )  # fmt: skip

    def wait(self) -> None:
        """Wait until all three answer. Fails with the end of each log."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                if httpx2.get(f"{self.url}/healthz", timeout=5).status_code == httpx2.codes.OK:
                    return
            except httpx2.HTTPError:
                pass
            time.sleep(0.2)
        raise AssertionError("The stack did not come up.\n" + self.logs())

    def kill(self, *names: str) -> None:
        """Kill -9, at once, with every child."""
        for name in names or NAMES:
            process = self.running.pop(name, None)
            if process is not None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def logs(self) -> str:
        files = sorted((self.var / "log").glob("*.log"))
        return "\n".join(f"== {file.name}\n{file.read_text()[-2000:]}" for file in files)

    def migrate(self) -> None:
        code = "from api.db import migrate; migrate()"
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=self.environment, check=True)
