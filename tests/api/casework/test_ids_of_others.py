"""Every id in an address is looked for in the conversation of that address, and nowhere else."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from api.chat import service
from api.chat.schemas import Started
from api.turn.service import Turns
from tests.api.desk import Desk, Headers, a_service_wish
from tests.builders import FakeBot

COLUMNS = {"good": "a", "against": "b", "person": "c"}


@pytest.fixture
def alert() -> str:
    return str(uuid4())


@pytest.fixture
def wish(turns: Turns, started: Started, bot: FakeBot, alert: str) -> UUID:
    danger = {"command": "raise_alert", "level": "now", "kind": "danger", "id": alert}
    return a_service_wish(turns, started, bot, danger)


def test_an_id_of_another_conversation_is_not_found(
    client: TestClient, lead: Headers, started: Started, turns: Turns, wish: UUID, alert: str
) -> None:
    theirs, other = Desk(client, lead, started), Desk(client, lead, service.start(turns))
    flag = theirs.flags[0]["id"]
    tried: list[tuple[str, str, Any]] = [
        ("POST", f"/alerts/{alert}/acknowledgement", None),
        ("POST", f"/flags/{flag}/decisions", {"decision": "accepted"}),
        ("PUT", f"/outcomes/{wish}/summary", {"text": "mine"}),
        ("PUT", f"/outcomes/{wish}/weighing", COLUMNS),
    ]

    answers = {path: other.do(method, path, body)[0] for method, path, body in tried}

    assert answers == dict.fromkeys(answers, 404)
    seen = theirs.see()
    assert seen["acknowledged"] == seen["summaries"] == seen["weighings"] == []
    assert theirs.do("POST", f"/alerts/{alert}/acknowledgement")[0] == 204
