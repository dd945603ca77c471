"""Flags: decided with who and when, never touching a word that was said."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service
from api.chat.schemas import Started
from api.models import Flag, FlagDecision
from api.turn.service import Turns
from tests.api.desk import WISH, Desk, Headers, a_service_wish
from tests.api.talk import record, say
from tests.builders import FakeBot, an_answer, an_assessment


@pytest.fixture
def wish(turns: Turns, started: Started, bot: FakeBot) -> UUID:
    return a_service_wish(turns, started, bot)


@pytest.fixture
def desk(client: TestClient, lead: Headers, started: Started, wish: UUID) -> Desk:
    return Desk(client, lead, started)


def test_what_was_noticed_is_a_flag_without_words(desk: Desk, wish: UUID) -> None:
    (flag,) = desk.flags

    assert (flag["outcome_id"], flag["number"]) == (str(wish), 1)
    assert (flag["start"], flag["end"], flag["kind"]) == (0, 14, "receive_service")
    assert (flag["source"], flag["decisions"]) == ("noticed", [])


@pytest.mark.parametrize(
    ("decision", "more"),
    [("accepted", {}), ("dismissed", {"reason": "how_treated"}), ("asked", {"note": "What for?"})],
)
def test_a_decision_is_kept_with_who_and_when(
    desk: Desk, decision: str, more: dict[str, Any]
) -> None:
    assert desk.decide(decision, **more) == 204

    (made,) = desk.flags[0]["decisions"]
    assert (made["decision"], made["by"]) == (decision, "token:lead system")
    assert made["at"]


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"decision": "dismissed"}, "reason"),
        ({"decision": "dismissed", "reason": "other", "note": " "}, "note"),
        ({"decision": "asked"}, "note"),
        ({"decision": "undone"}, "decision"),
    ],
)
def test_a_decision_without_its_reason_is_refused(
    desk: Desk, given: dict[str, Any], part: str
) -> None:
    flag = desk.flags[0]["id"]

    status, body = desk.do("POST", f"/flags/{flag}/decisions", given)

    assert (status, body["error"]) == (422, "not_complete")
    assert part in body["message"]
    assert desk.flags[0]["decisions"] == []


def test_asking_the_person_is_read_to_them_when_they_return(
    desk: Desk, turns: Turns, started: Started, bot: FakeBot
) -> None:
    desk.decide("asked", note="What would that give you?")

    service.resume(turns, started.return_code, client="a")

    assert bot.asked[-1]["settings"]["core_news"] == "“What would that give you?”"


def test_undoing_adds_a_row_and_takes_none_away(desk: Desk) -> None:
    desk.decide("accepted")
    desk.decide("undone")

    assert [one["decision"] for one in desk.flags[0]["decisions"]] == ["accepted", "undone"]


def test_no_decision_changes_the_words(desk: Desk, turns: Turns, started: Started) -> None:
    before = record(turns, started)

    for decision, more in (("accepted", {}), ("dismissed", {"reason": "everyday"}), ("undone", {})):
        desk.decide(decision, **more)

    after = record(turns, started)
    assert after == before
    assert after["outcomes"][0]["text"] == WISH


def test_a_missed_flag_is_added_on_the_words_of_an_outcome(desk: Desk, wish: UUID) -> None:
    given = {"outcome_id": str(wish), "start": 24, "end": 32, "kind": "provider_action"}

    status, body = desk.do("POST", "/flags", given)

    added = next(flag for flag in desk.flags if flag["id"] == body["id"])
    assert status == 201
    assert (added["source"], added["by"], added["number"]) == ("added", "token:lead system", 1)
    assert added["decisions"][0]["decision"] == "accepted"


def test_a_missed_flag_is_added_on_a_message(desk: Desk) -> None:
    given = {"seq": 2, "start": 0, "end": 6, "kind": "equipment"}

    assert desk.do("POST", "/flags", given)[0] == 201
    assert any(flag["seq"] == 2 for flag in desk.flags)


@pytest.mark.parametrize(
    "given",
    [
        {"seq": 2, "start": 0, "end": 9_999, "kind": "equipment"},
        {"seq": 2, "start": 5, "end": 5, "kind": "equipment"},
        {"seq": 2, "start": 0, "end": 5, "kind": "nonsense"},
        {"seq": 1, "start": 0, "end": 5, "kind": "equipment"},  # the bot's
        {"outcome_id": "00000000-0000-4000-8000-000000000000", "start": 0, "end": 5,
         "kind": "equipment"},
    ],
)  # fmt: skip
def test_words_that_are_not_there_cannot_be_flagged(desk: Desk, given: dict[str, Any]) -> None:
    assert desk.do("POST", "/flags", given)[0] in (404, 422)
    assert len(desk.flags) == 1


def test_another_wording_has_flags_of_its_own(
    desk: Desk, turns: Turns, started: Started, bot: FakeBot, wish: UUID
) -> None:
    plain = an_assessment(label="service").model_dump()
    revised = {"command": "revise_outcome", "id": str(wish), "text": "support", "assessment": plain}
    bot.answers = [an_answer(commands=[revised])]

    say(turns, started, "support")

    assert [(flag["number"], flag["kind"]) for flag in desk.flags] == [
        (1, "receive_service"), (2, "whole"),
    ]  # fmt: skip
    assert desk.see()["standing"] == {str(wish): 2}


def test_what_was_noticed_before_there_were_flags_is_found_when_it_is_opened(
    desk: Desk, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        session.execute(delete(FlagDecision))
        session.execute(delete(Flag))

    assert [(flag["start"], flag["end"]) for flag in desk.flags] == [(0, 14)]
    assert len(desk.flags) == 1


def test_a_flag_of_another_conversation_is_not_found(
    desk: Desk, client: TestClient, turns: Turns, lead: Headers
) -> None:
    flag = desk.flags[0]["id"]
    other = Desk(client, lead, service.start(turns))

    assert other.do("POST", f"/flags/{flag}/decisions", {"decision": "accepted"})[0] == 404
