"""Cheap hashes, a bot that never reaches the network, and a conversation that has begun."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat import codes, service
from api.chat.schemas import Started
from api.token.service import add_token
from api.turn import away
from api.turn.service import Turns
from api.user import service as user_service


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 is slow on purpose; chat/test_codes.py and test_users.py look at the real cost."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(codes, "TIME_COST", 1)
    monkeypatch.setattr(codes, "MEMORY_KIB", 8)
    monkeypatch.setattr(user_service, "HASHER", cheap)
    monkeypatch.setattr(user_service, "NOBODY", cheap.hash("nobody's"))


@pytest.fixture(autouse=True)
def down(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What does not answer its health check. A test changes the list."""
    parts = ["rasa"]
    monkeypatch.setattr(away, "what_is_down", lambda settings: list(parts))
    return parts


@pytest.fixture
def started(turns: Turns) -> Started:
    return service.start(turns)


@pytest.fixture
def as_role(sessions: sessionmaker[Session], client: TestClient) -> Callable[[str], dict[str, str]]:
    """Return a function that makes a case system's headers for a role."""

    def headers(role: str) -> dict[str, str]:
        with sessions.begin() as session:
            token = add_token(session, f"{role} system", role)
        return {"Authorization": f"Bearer {token}"}

    return headers


@pytest.fixture
def lead(as_role: Callable[[str], dict[str, str]]) -> dict[str, str]:
    return as_role("lead")
