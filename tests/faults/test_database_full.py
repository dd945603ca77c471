"""SQLite says "database or disk is full", at each page of a turn: all of it is kept or none."""

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

WISH = "I want to see my sister. " * 300


class Room:
    """How many pages the database file may have; every connection is told as it begins."""

    def __init__(self, engine: Engine) -> None:
        self.pages = 0
        event.listen(engine, "checkout", self._tell)

    def _tell(self, connection: object, *_: object) -> None:
        most = self.pages or 1_000_000
        connection.execute(f"PRAGMA max_page_count={most}")  # type: ignore[attr-defined]


@pytest.fixture
def room(sessions: sessionmaker[Session]) -> Room:
    return Room(sessions.kw["bind"])


def pages(session: Session) -> int:
    return int(session.connection().exec_driver_sql("PRAGMA page_count").scalar_one())


@pytest.mark.sqlite
def test_whatever_room_is_left_saved_is_said_only_where_it_is(
    client: TestClient, sessions: sessionmaker[Session], room: Room
) -> None:
    started = client.post("/chat/conversations", json={"channel": "web"}).json()
    headers = {"Authorization": f"Bearer {started['token']}"}
    here = f"/chat/conversations/{started['id']}"
    statuses = set()

    for spare in range(8):
        with sessions() as session:
            room.pages = pages(session) + spare
        body = {"turn_id": str(uuid4()), "text": f"{WISH}{spare}"}
        answer = client.post(f"{here}/turns", json=body, headers=headers)
        room.pages = 0
        statuses.add(answer.status_code)

        said = [line["text"] for line in client.get(here, headers=headers).json()["messages"]]
        if answer.status_code == 200:
            assert answer.json()["saved"] is True
            assert body["text"] in said
        else:
            assert answer.status_code == 503
            assert "saved" not in answer.json()
        again = client.post(f"{here}/turns", json=body, headers=headers)
        assert again.json()["saved"] is True
        said = [line["text"] for line in client.get(here, headers=headers).json()["messages"]]
        assert said.count(body["text"]) == 1

    assert statuses == {200, 503}, "there was too little room, and there was enough"
