"""One running stack for all end-to-end tests: real web, real Rasa, real action server, a real
database file."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from tests.conftest import MODELS
from tests.stack import ROOT, Stack
from tests.talker import Talker


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    stack = Stack(var=tmp_path_factory.mktemp("stack"), models=MODELS)
    stack.migrate()
    stack.start()
    try:
        stack.wait()
        yield stack
    finally:
        stack.kill()


@pytest.fixture(scope="session")
def api_token(stack: Stack) -> str:
    """A case system's token, made the way an operator makes one."""
    command = [sys.executable, "-m", "cli", "token", "add", "--role", "lead", "--name", "tests"]
    done = subprocess.run(
        command, cwd=ROOT, env=stack.environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def talk(stack: Stack) -> Callable[..., Talker]:
    """Begin a conversation."""

    def begin(channel: str = "web") -> Talker:
        return Talker.begin(stack.url, channel)

    return begin


@pytest.fixture
def record_of(stack: Stack, api_token: str) -> Callable[[Talker], dict[str, Any]]:
    """Read a conversation's record as a case system does."""

    def read(talker: Talker) -> dict[str, Any]:
        answer = httpx2.get(
            f"{stack.url}/api/v1/conversations/{talker.id}",
            headers={"Authorization": f"Bearer {api_token}"},
            timeout=30,
        )
        assert answer.status_code == httpx2.codes.OK, answer.text
        body: dict[str, Any] = answer.json()
        return body

    return read
