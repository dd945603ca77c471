"""The three real processes on ports of their own, with a database of their own, for tests that
must not pretend.

They are started as `ownwords up` starts them, but nobody watches over them: a test kills them and
starts them again.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest import mock

import httpx2

from api.settings import Settings
from cli.serve.children import Child, children
from tests.ports import free_port

ROOT = Path(__file__).parents[1]
START_SECONDS = 90.0
NAMES = ("actions", "rasa", "web")
SITE = "web.main:create_app"


@dataclass
class Stack:
    """web, Rasa and the action server. Any of them can be killed and started again.

    `through` is the port of a proxy that stands between Rasa and the action server, where a test
    has one.
    """

    var: Path
    models: Path
    extra: dict[str, str] = field(default_factory=dict)
    app: str = SITE
    through: int | None = None
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in NAMES})
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    path: list[Path] = field(default_factory=list)  # more folders for PYTHONPATH
    patience: float = 60  # seconds for a command

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def database(self) -> str:
        """Return the address of its database."""
        return self.extra.get("OWNWORDS_DATABASE_URL") or f"sqlite:///{self.var / 'own-words.db'}"

    @property
    def log_dir(self) -> Path:
        return self.var / "log"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "OWNWORDS_VAR": str(self.var),
            "OWNWORDS_WEB_PORT": str(self.ports["web"]),
            "OWNWORDS_RASA_PORT": str(self.ports["rasa"]),
            "OWNWORDS_ACTIONS_PORT": str(self.ports["actions"]),
            "OWNWORDS_RETRY_SECONDS": "0.5",
            "OWNWORDS_CODE_TRIES": "1000/minute",
            "OWNWORDS_STARTS_FROM": "100000/minute",
            "OWNWORDS_TURNS_IN_ONE": "100000/minute",
            **self.extra,
        }

    def child(self, name: str, **extra: str) -> Child:
        """Return a process as `ownwords up` would start it in this stack's environment."""
        reached = str(self.through or self.ports["actions"])
        environment = self.environment | extra
        with mock.patch.dict(os.environ, environment, clear=True):
            wanted = children(Settings(_env_file=None))
            # The last to be written stands in endpoints.yml, which Rasa reads when it starts.
            os.environ["OWNWORDS_ACTIONS_PORT"] = reached
            as_rasa_sees_it = children(Settings(_env_file=None))
        chosen = as_rasa_sees_it if name == "rasa" else wanted
        return next(child for child in chosen if child.name == name)

    def _spawn(self, child: Child, log: str) -> subprocess.Popen[bytes]:
        command = [part.replace(SITE, self.app) for part in child.command]
        python_path = os.pathsep.join(map(str, [child.env["PYTHONPATH"], *self.path]))
        self.log_dir.mkdir(parents=True, exist_ok=True)
        with (self.log_dir / f"{log}.log").open("ab") as file:
            return subprocess.Popen(
                command, cwd=ROOT, env=child.env | {"PYTHONPATH": python_path},
                stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip

    def start(self, *names: str) -> None:
        """Start the named processes, or all of them, without waiting for them."""
        self.var.mkdir(parents=True, exist_ok=True)
        if not (self.var / "models").is_symlink():
            (self.var / "models").symlink_to(self.models)
        for name in names or NAMES:
            self.running[name] = self._spawn(self.child(name), name)

    @contextmanager
    def up(self) -> Iterator["Stack"]:
        """All three answer, for as long as the block."""
        self.start()
        try:
            self.wait()
            yield self
        finally:
            self.kill()

    def wait(self) -> None:
        """Wait until all three answer. Fails with the end of each log."""
        self.wait_for(self.url)

    def wait_for(self, url: str) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and not self._ended():
            try:
                if httpx2.get(f"{url}/healthz", timeout=5).status_code == httpx2.codes.OK:
                    return
            except httpx2.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError("The stack did not come up.\n" + self.logs())

    def _ended(self) -> list[str]:
        return [name for name, process in self.running.items() if process.poll() is not None]

    def restart(self, *names: str) -> None:
        """Kill -9, start again, and wait until all answer."""
        self.kill(*names)
        self.start(*names)
        self.wait()

    @contextmanager
    def another_web(self, **extra: str) -> Iterator[str]:
        """A second web server on the same database with other settings, for as long as the block;
        its address."""
        port = free_port()
        child = self.child("web", OWNWORDS_WEB_PORT=str(port), **extra)
        process = self._spawn(child, "another-web")
        try:
            self.wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    @contextmanager
    def hanging(self, name: str) -> Iterator[None]:
        """It takes connections and answers nothing, for as long as the block."""
        group = self.running[name].pid
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)

    def kill(self, *names: str) -> None:
        """Kill -9, at once, with every child."""
        for name in names or NAMES:
            process = self.running.pop(name, None)
            if process is not None:
                with suppress(ProcessLookupError):  # it ended by itself
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def logs(self) -> str:
        files = sorted(self.log_dir.glob("*.log"))
        return "\n".join(f"== {file.name}\n{file.read_text()[-2000:]}" for file in files)

    def run(
        self, *command: str, typed: str | None = None, **extra: str
    ) -> subprocess.CompletedProcess[str]:
        """Run an `ownwords` command against this stack's database; `typed` is its input."""
        return subprocess.run(
            [sys.executable, "-m", "cli", *command],
            cwd=ROOT, env=self.environment | extra, input=typed, capture_output=True, text=True,
            check=False, timeout=self.patience,
        )  # fmt: skip

    def migrate(self) -> None:
        done = self.run("migrate")
        assert done.returncode == 0, done.stderr

    @cached_property
    def api_token(self) -> str:
        """A case system's token, made the way an operator makes one."""
        done = self.run("token", "add", "--role", "lead", "--name", "tests")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def record(self, conversation_id: str) -> dict[str, Any]:
        """Read a conversation's record as a case system does."""
        answer = httpx2.get(
            f"{self.url}/api/v1/conversations/{conversation_id}",
            headers={"Authorization": f"Bearer {self.api_token}"},
            timeout=30,
        )
        assert answer.status_code == httpx2.codes.OK, answer.text
        body: dict[str, Any] = answer.json()
        return body
