"""A wish is weighed in three columns, none left out, each version kept."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat.schemas import Started
from api.models import Weighing
from api.turn.service import Turns
from tests.api.desk import Desk, Headers, a_service_wish, audit
from tests.builders import FakeBot

COLUMNS = {"good": "She is not alone.", "against": "He may come.", "person": "It is my home."}


@pytest.fixture
def wish(turns: Turns, started: Started, bot: FakeBot) -> UUID:
    return a_service_wish(turns, started, bot)


@pytest.fixture
def desk(client: TestClient, lead: Headers, started: Started, wish: UUID) -> Desk:
    return Desk(client, lead, started)


def weigh(desk: Desk, wish: UUID, **changes: str) -> tuple[int, Any]:
    return desk.do("PUT", f"/outcomes/{wish}/weighing", COLUMNS | changes)


def test_each_weighing_is_a_version_with_who_and_none_is_written_over(
    desk: Desk, wish: UUID, sessions: sessionmaker[Session], started: Started
) -> None:
    weigh(desk, wish)
    weigh(desk, wish, person="I changed my mind.")

    kept = desk.see()["weighings"]
    assert [one["number"] for one in kept] == [1, 2]
    assert kept[0]["columns"] == COLUMNS
    assert kept[1]["columns"]["person"] == "I changed my mind."
    assert audit(sessions)[-2] == ("token:lead system", "wish_weighed", str(started.id))


@pytest.mark.parametrize("column", list(COLUMNS))
def test_a_column_that_is_empty_is_named(desk: Desk, wish: UUID, column: str) -> None:
    status, body = weigh(desk, wish, **{column: "  "})

    assert (status, body["error"]) == (422, "not_complete")
    assert body["message"].endswith(f": {column}.")


def test_a_wish_of_another_conversation_is_not_weighed_here(desk: Desk) -> None:
    assert weigh(desk, uuid4())[0] == 404


def test_who_was_slower_overwrites_nothing(desk: Desk, wish: UUID) -> None:
    old = desk.see()["etag"]
    weigh(desk, wish)

    assert desk.do("PUT", f"/outcomes/{wish}/weighing", COLUMNS, etag=old)[0] == 412


def test_what_was_typed_is_sealed(desk: Desk, wish: UUID, sessions: sessionmaker[Session]) -> None:
    weigh(desk, wish)

    with sessions.begin() as session:
        assert b"home" not in session.query(Weighing).one().details
