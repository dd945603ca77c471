"""A second opinion: asked of a colleague who may open it, given by nobody else, and kept beside the
decision."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.access.service import allocate
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.errors import Conflict, NotAllowed, NotComplete
from api.opinion import service
from api.opinion.schemas import AnswerIn
from api.turn.service import Turns
from api.user.signed_in import SignedInUser
from api.vault.keys import KeyRing
from tests.api.desk import Desk, Headers, a_service_wish, audit
from tests.api.staff import a_colleague
from tests.builders import FakeBot

Sessions = sessionmaker[Session]


@pytest.fixture
def ada(sessions: Sessions) -> SignedInUser:
    return a_colleague(sessions, "ada")


@pytest.fixture
def desk(turns: Turns, bot: FakeBot, client: TestClient, lead: Headers, started: Started) -> Desk:
    a_service_wish(turns, started, bot)
    return Desk(client, lead, started)


def ask(desk: Desk, name: str = "ada", question: str = "Is it a service?") -> tuple[int, Any]:
    given = {"flag_id": desk.flags[0]["id"], "username": name, "question": question}
    return desk.do("POST", "/opinions", given)


def give(
    sessions: Sessions, keys: KeyRing, who: SignedInUser, of: Started, opinion: str, **given: Any
) -> None:
    with sessions.begin() as session:
        service.answer(session, keys, who, of.id, UUID(opinion), AnswerIn(**given), now=utc_now())


def test_the_decision_and_the_opinion_are_both_kept(
    desk: Desk, ada: SignedInUser, sessions: Sessions, keys: KeyRing, started: Started
) -> None:
    desk.decide("accepted")
    asked = ask(desk)[1]["id"]

    give(sessions, keys, ada, started, asked, answer="disagreed", note="She means her dog.")

    (opinion,) = desk.see()["opinions"]
    assert opinion["asked_of"]["name"] == "ada"
    assert (opinion["question"], opinion["answer"]) == ("Is it a service?", "disagreed")
    assert opinion["note"] == "She means her dog."
    (decision,) = desk.flags[0]["decisions"]
    assert decision["decision"] == "accepted"
    assert opinion["decision_id"] == decision["id"]
    written = [row for row in audit(sessions) if row[1].startswith("opinion")]
    assert written == [
        ("token:lead system", "opinion_asked", str(started.id)),
        ("user:ada", "opinion_disagreed", str(started.id)),
    ]


def test_nothing_is_asked_about_a_flag_that_nobody_decided_on(
    desk: Desk, ada: SignedInUser
) -> None:
    assert ask(desk)[1]["message"].endswith("undecided.")


def test_a_colleague_is_asked_once_about_a_decision_and_again_about_the_next(
    desk: Desk, ada: SignedInUser
) -> None:
    desk.decide("accepted")
    assert [ask(desk)[0], ask(desk)[0]] == [201, 409]

    desk.decide("undone")
    desk.decide("dismissed", reason="everyday")
    assert ask(desk)[0] == 201


def test_only_who_may_open_the_conversation_can_be_asked(
    desk: Desk, ada: SignedInUser, sessions: Sessions, started: Started
) -> None:
    desk.decide("accepted")
    holder, leader = a_colleague(sessions, "ben"), a_colleague(sessions, "lee", "lead")
    a_colleague(sessions, "kim", "admin")
    with sessions.begin() as session:
        allocate(session, leader, started.id, holder.username, now=utc_now())

    assert [ask(desk, name)[0] for name in ("ada", "kim", "nobody")] == [422, 422, 422]
    assert [ask(desk, name)[0] for name in ("ben", "lee")] == [201, 201]


def test_nobody_else_answers_and_an_answer_stays(
    desk: Desk, ada: SignedInUser, sessions: Sessions, keys: KeyRing, started: Started
) -> None:
    desk.decide("accepted")
    asked = ask(desk)[1]["id"]

    with pytest.raises(NotAllowed):
        give(sessions, keys, a_colleague(sessions, "ben"), started, asked, answer="agreed")
    with pytest.raises(NotComplete):
        give(sessions, keys, ada, started, asked, answer="disagreed", note=" ")
    give(sessions, keys, ada, started, asked, answer="agreed")
    with pytest.raises(Conflict):
        give(sessions, keys, ada, started, asked, answer="disagreed", note="No.")

    assert desk.see()["opinions"][0]["answer"] == "agreed"


def test_what_waits_for_me_is_mine_alone_and_gone_once_answered(
    desk: Desk, ada: SignedInUser, sessions: Sessions, keys: KeyRing, started: Started
) -> None:
    desk.decide("accepted")
    asked = ask(desk)[1]["id"]
    assert desk.client.get("/api/v1/opinions", headers=desk.headers).json() == []
    with sessions.begin() as session:
        (mine,) = service.asked_of_me(session, ada, now=utc_now())
    assert (str(mine.id), mine.conversation_id) == (asked, started.id)

    give(sessions, keys, ada, started, asked, answer="agreed")

    with sessions.begin() as session:
        assert service.asked_of_me(session, ada, now=utc_now()) == []


def test_what_was_given_to_another_meanwhile_waits_for_me_no_more(
    desk: Desk, ada: SignedInUser, sessions: Sessions, started: Started
) -> None:
    desk.decide("accepted")
    ask(desk)
    leader = a_colleague(sessions, "lee", "lead")
    a_colleague(sessions, "ben")
    with sessions.begin() as session:
        allocate(session, leader, started.id, "ben", now=utc_now())

    with sessions.begin() as session:
        assert service.asked_of_me(session, ada, now=utc_now()) == []


def test_what_was_typed_is_sealed(desk: Desk, ada: SignedInUser, sessions: Sessions) -> None:
    from api.models import SecondOpinion

    desk.decide("accepted")
    ask(desk)

    with sessions.begin() as session:
        (row,) = session.query(SecondOpinion).all()
        assert row.question is not None
        assert b"service" not in row.question
