"""Every id in an address is looked for in the conversation of that address, and nowhere else."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.errors import NotFound
from api.opinion import service as opinions
from api.opinion.schemas import AnswerIn
from api.turn.service import Turns
from tests.api.desk import AsRole, Desk, Headers, a_service_wish
from tests.api.staff import a_colleague
from tests.builders import FakeBot, an_override

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


def test_an_override_of_another_conversation_is_not_signed(
    client: TestClient, as_role: AsRole, started: Started, turns: Turns, wish: UUID
) -> None:
    given = an_override(str(wish))
    theirs = Desk(client, as_role("practitioner"), started)
    override, lead = theirs.do("POST", "/overrides", given)[1]["id"], as_role("lead")
    here, other = Desk(client, lead, started), Desk(client, lead, service.start(turns))
    path, agreed = f"/overrides/{override}/signature", {"answer": "agreed"}

    assert other.do("POST", path, agreed)[0] == 404
    status, body = other.do("POST", "/overrides", given)  # nor is one of a wish of theirs recorded
    assert (status, "wish" in body["message"]) == (422, True)
    assert theirs.see()["overrides"][0]["signed"] is None
    assert here.do("POST", path, agreed)[0] == 204


def test_an_opinion_on_another_conversation_is_not_given(
    client: TestClient, lead: Headers, started: Started, turns: Turns, wish: UUID,
    sessions: sessionmaker[Session],
) -> None:  # fmt: skip
    theirs, elsewhere = Desk(client, lead, started), service.start(turns)
    ada, agreed = a_colleague(sessions, "ada"), AnswerIn(answer="agreed")
    theirs.decide("accepted")
    asking = {"flag_id": theirs.flags[0]["id"], "username": "ada", "question": ""}
    asked = UUID(theirs.do("POST", "/opinions", asking)[1]["id"])

    def give(of: Started) -> None:
        with sessions.begin() as session:
            opinions.answer(session, turns.keys, ada, of.id, asked, agreed, now=utc_now())

    with pytest.raises(NotFound):
        give(elsewhere)
    assert Desk(client, lead, elsewhere).do("POST", "/opinions", asking)[0] == 404
    assert theirs.see()["opinions"][0]["answer"] is None
    give(started)
