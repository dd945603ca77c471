"""A bot that never reaches the network, and a conversation that has begun."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service
from api.chat.schemas import Started
from api.token.service import add_token
from api.turn import away
from api.turn.service import Turns


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
