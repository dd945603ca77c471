"""A wrong key, a missing model, an occupied port: said clearly, and nothing stored is harmed."""

import base64
import subprocess
import sys
from pathlib import Path

import httpx2

from tests.ports import free_port
from tests.stack import ROOT, Stack
from tests.talker import Talker

OTHER_KEY = base64.b64encode(b"x" * 32).decode()


def web(stack: Stack, **extra: str) -> subprocess.CompletedProcess[str]:
    """Start a web server that is expected to stop by itself."""
    child = stack.child("web", OWNWORDS_WEB_PORT="1", **extra)
    command = [part.replace("web.main", stack.app.partition(":")[0]) for part in child.command]
    return subprocess.run(
        command, cwd=ROOT, env=child.env, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_web_server_with_another_key_does_not_start_and_says_why(
    stack: Stack, adult: Talker
) -> None:
    adult.go_to("feelings")

    done = web(stack, OWNWORDS_KEYS=OTHER_KEY)

    assert done.returncode != 0
    assert "The key does not fit this database" in done.stderr
    adult.say("I get cross about it")
    assert adult.asking == "matters", "nothing was harmed"


def test_a_key_that_is_none_is_said_so(stack: Stack) -> None:
    done = web(stack, OWNWORDS_KEYS="short")

    assert done.returncode != 0
    assert "OWNWORDS_KEYS" in done.stderr


def test_a_new_key_before_the_old_one_opens_everything(stack: Stack, adult: Talker) -> None:
    adult.go_to("feelings")
    old = (stack.var / "keys" / "kek").read_text().strip()

    with stack.another_web(OWNWORDS_KEYS=f"{OTHER_KEY} {old}") as url:
        moved = Talker.begin(url)
        here = f"{url}/chat/conversations/{adult.id}"
        read = httpx2.get(here, headers=adult.headers)
        back = httpx2.post(f"{url}/chat/resume", json={"return_code": adult.return_code})

    assert read.json()["messages"][-1]["text"] == adult.last
    assert back.status_code == 200
    # What the new key sealed cannot be opened with the old one alone, and that is said plainly.
    shut = httpx2.get(f"{stack.url}/chat/conversations/{moved.id}", headers=moved.headers)
    assert shut.status_code == 503
    assert set(shut.json()) == {"error", "message"}
    adult.say("I get cross about it")
    erased = httpx2.delete(f"{stack.url}/chat/conversations/{moved.id}", headers=moved.headers)
    assert erased.json()["erased"] is True


def test_the_action_server_without_a_model_says_what_to_run(stack: Stack, tmp_path: Path) -> None:
    environment = stack.environment | {"OWNWORDS_VAR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "bot.actions", "--port", "1"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode != 0
    assert "ownwords train" in done.stderr


def test_up_without_models_or_training_says_what_to_run(stack: Stack, tmp_path: Path) -> None:
    free = {f"OWNWORDS_{name.upper()}_PORT": str(free_port()) for name in stack.ports}

    done = stack.run("up", "--no-train", OWNWORDS_VAR=str(tmp_path), **free)

    assert done.returncode != 0
    assert "ownwords train" in done.stderr


def test_up_on_an_occupied_port_names_the_port_and_the_setting(
    stack: Stack, tmp_path: Path
) -> None:
    done = stack.run("up", OWNWORDS_VAR=str(tmp_path))

    assert done.returncode == 4
    for name, port in stack.ports.items():
        assert str(port) in done.stderr
        assert f"OWNWORDS_{name.upper()}_PORT" in done.stderr
    assert "Traceback" not in done.stderr
    assert httpx2.get(f"{stack.url}/healthz").status_code == 200
