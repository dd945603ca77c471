"""The reader's precision by kind, and what may be learnt from."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat.schemas import Started
from api.turn.service import Turns
from tests.api.desk import WISH, AsRole, Desk, Headers, a_service_wish, audit
from tests.builders import FakeBot

CONSENT = {"command": "record_consent", "consent": "share"}


@pytest.fixture
def wish(turns: Turns, started: Started, bot: FakeBot) -> UUID:
    return a_service_wish(turns, started, bot)


@pytest.fixture
def desk(client: TestClient, lead: Headers, started: Started, wish: UUID) -> Desk:
    return Desk(client, lead, started)


def test_precision_is_what_held_of_what_was_decided(desk: Desk, wish: UUID) -> None:
    added = {"outcome_id": str(wish), "start": 15, "end": 20, "kind": "receive_service"}
    desk.do("POST", "/flags", added)
    desk.decide("dismissed", reason="everyday")
    desk.decide("undone")
    desk.decide("dismissed", reason="how_treated")

    (line,) = desk.client.get("/api/v1/reports/flags", headers=desk.headers).json()

    assert line == {
        "kind": "receive_service", "noticed": 1, "accepted": 0, "dismissed": 1, "asked": 0,
        "undecided": 0, "missed": 1, "precision": 0.0, "reasons": {"how_treated": 1},
    }  # fmt: skip


def test_before_anything_is_decided_there_is_no_precision(desk: Desk) -> None:
    (line,) = desk.client.get("/api/v1/reports/flags", headers=desk.headers).json()

    assert (line["undecided"], line["precision"]) == (1, None)


def examples(desk: Desk, headers: Headers | None = None) -> tuple[int, object]:
    answer = desk.client.get("/api/v1/reports/examples", headers=headers or desk.headers)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("consent", [None, "ask_first", "not_agreed"])
def test_words_that_may_not_be_shared_are_never_an_example(
    client: TestClient, lead: Headers, turns: Turns, started: Started, bot: FakeBot,
    consent: str | None,
) -> None:  # fmt: skip
    also = [CONSENT | {"consent": consent}] if consent else []
    a_service_wish(turns, started, bot, *also)
    desk = Desk(client, lead, started)
    desk.decide("dismissed", reason="everyday")

    assert examples(desk) == (200, [])


def test_an_example_holds_words_and_decisions_and_nothing_of_who(
    client: TestClient, lead: Headers, turns: Turns, started: Started, bot: FakeBot,
    sessions: sessionmaker[Session],
) -> None:  # fmt: skip
    a_service_wish(turns, started, bot, CONSENT)
    desk = Desk(client, lead, started)
    desk.decide("dismissed", reason="everyday")

    marked = {"start": 0, "end": 14, "kind": "receive_service", "source": "noticed"}
    assert examples(desk) == (
        200, [{"text": WISH, "spans": [], "dismissed": [marked | {"reason": "everyday"}]}],
    )  # fmt: skip
    assert audit(sessions)[-1] == ("token:lead system", "examples_exported", str(started.id))


def test_examples_are_for_a_lead_alone(desk: Desk, as_role: AsRole) -> None:
    assert examples(desk, as_role("practitioner"))[0] == 403
