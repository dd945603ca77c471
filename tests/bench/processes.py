"""Both bots as processes: started, waited for, weighed and stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cli.paths import RASA_PYTHON, ROOT, models_dir, var_dir
from cli.serve.health import ask_now
from tests.bench.talk import BenchError

FORMBOT = ROOT / "tests" / "bench" / "formbot"
PAGE = os.sysconf("SC_PAGE_SIZE")
START_S = 180.0
OURS = "Own Words"


@dataclass(frozen=True)
class Stack:
    """A bot that runs. `url` is where it is talked to; `pids` are its own first processes."""

    name: str
    url: str
    pids: list[int] = field(default_factory=list)

    def resident_mb(self) -> dict[str, float]:
        """Resident memory of each process of the bot, by what it runs."""
        return {
            f"{_what(pid)} ({pid})": _resident(pid) / 1e6
            for first in self.pids
            for pid in _family(first)
        }


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(grand for child in children for grand in _family(int(child)))]


def _resident(pid: int) -> int:
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * PAGE


def _what(pid: int) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
    known = {
        "uvicorn": "web",
        "bot.actions": "action server",
        "rasa_sdk": "action server",
        "rasa run": "Rasa",
        "bot.without_tensorflow": "Rasa",
        "multiprocessing": "hashing",
        "-m cli": "supervisor",
    }
    return next((name for part, name in known.items() if part in command), "other")


@contextmanager
def ours(folder: Path, port: int) -> Iterator[Stack]:
    """All of Own Words by `ownwords up`, with a database of its own below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("models", "assets"):
        link = folder / name
        if not link.exists() and (var_dir() / name).exists():
            link.symlink_to(var_dir() / name)
    env = os.environ | {
        "OWNWORDS_VAR": str(folder),
        "OWNWORDS_WEB_PORT": str(port),
        "OWNWORDS_RASA_PORT": str(port + 1),
        "OWNWORDS_ACTIONS_PORT": str(port + 2),
        # All who talk here come from one address, and faster than people do.
        "OWNWORDS_STARTS_FROM": "100000/minute",
        "OWNWORDS_TURNS_IN_ONE": "100000/minute",
    }
    command = [sys.executable, "-m", "cli", "up", "--no-train"]
    with _process(command, env, ROOT, folder / "up.log") as pid:
        url = f"http://127.0.0.1:{port}"
        _await(f"{url}/healthz", pid, folder / "up.log")
        yield Stack(OURS, url, [pid])


@contextmanager
def formbot(model: Path, folder: Path, port: int) -> Iterator[Stack]:
    """The stock bot: `rasa run` and its action server, with nothing of ours in them."""
    folder.mkdir(parents=True, exist_ok=True)
    env = os.environ | {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "SANIC_HOST": "127.0.0.1",
        "BENCH_ACTIONS_PORT": str(port + 2),
    }
    env.pop("PYTHONPATH", None)
    python = str(RASA_PYTHON)
    actions = [python, "-m", "rasa_sdk", "--actions", "actions.trip", "--port", str(port + 2)]
    rasa = [python, "-m", "rasa", "run", "-i", "127.0.0.1", "--port", str(port)]
    rasa += ["--model", str(model), "--endpoints", "endpoints.yml"]
    rasa += ["--credentials", "credentials.yml"]
    with ExitStack() as running:
        second = running.enter_context(_process(actions, env, FORMBOT, folder / "actions.log"))
        first = running.enter_context(_process(rasa, env, FORMBOT, folder / "rasa.log"))
        _await(f"http://127.0.0.1:{port + 2}/health", second, folder / "actions.log")
        _await(f"http://127.0.0.1:{port}/", first, folder / "rasa.log")
        yield Stack("Stock formbot", f"http://127.0.0.1:{port}", [first, second])


def train_formbot() -> Path:
    """The stock bot's model, made once for what is in its folder."""
    from cli.training.run import train_all
    from cli.training.steps import Step

    inputs = ("tests/bench/formbot/**/*.yml", "requirements/rasa.txt")
    step = Step("bench-formbot", "the bot to compare with", inputs, (), _train_command)
    train_all([step], force=False, say=print)
    return models_dir() / step.name / "formbot.tar.gz"


def _train_command(out: Path) -> list[str]:
    where = [
        f"--{name}={FORMBOT / file}"
        for name, file in {"data": "data", "config": "config.yml", "domain": "domain.yml"}.items()
    ]
    return [
        *(str(RASA_PYTHON), "-m", "rasa", "train", *where),
        *("--fixed-model-name", "formbot", "--out", str(out)),
    ]


@contextmanager
def _process(command: list[str], env: dict[str, str], cwd: Path, log: Path) -> Iterator[int]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=env, cwd=cwd, stdout=out, stderr=out, start_new_session=True
        )
        try:
            yield process.pid
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _await(url: str, pid: int, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while not ask_now(url).ready:
        done, _ = os.waitpid(pid, os.WNOHANG)
        if done or time.monotonic() > deadline:
            raise BenchError(f"{url} does not answer. {log} ends:\n{_end(log)}")
        time.sleep(0.2)


def _end(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
