"""Overrides: only with every reason the law asks for, and a second person's name."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.chat.schemas import Started
from api.core.clock import utc_now
from api.turn.service import Turns
from tests.api.desk import AsRole, Desk, Headers, a_service_wish
from tests.api.talk import record
from tests.builders import FakeBot, an_override

WHOLE = an_override("")["reasons"]


@pytest.fixture
def wish(turns: Turns, started: Started, bot: FakeBot) -> UUID:
    return a_service_wish(turns, started, bot)


@pytest.fixture
def desk(client: TestClient, as_role: AsRole, started: Started, wish: UUID) -> Desk:
    return Desk(client, as_role("practitioner"), started)


@pytest.fixture
def whole(wish: UUID) -> dict[str, Any]:
    return an_override(str(wish), decided_on=utc_now().date().isoformat())


def second(desk: Desk, headers: Headers) -> Desk:
    other = Desk.__new__(Desk)
    other.client, other.path, other.headers = desk.client, desk.path, headers
    return other


@pytest.mark.parametrize(
    ("changes", "reasons", "missing"),
    [
        ({"wish": None}, {}, "wish"),
        ({"outcome_id": None}, {}, "wish"),
        ({"basis": None}, {}, "basis"),
        ({"basis": "other"}, {}, "basis_other"),
        ({"decided_on": None}, {}, "decided_on"),
        ({"decided_on": "2999-01-01"}, {}, "decided_on"),
        ({"told": None}, {}, "told_choice"),
        ({"told": "not_told"}, {}, "not_told"),
        ({}, {"decided_by": " "}, "decided_by"),
        ({}, {"decider_role": ""}, "decider_role"),
        ({}, {"why": ""}, "why"),
        ({}, {"tried": ""}, "tried"),
        ({}, {"told": ""}, "told"),
    ],
)
def test_an_override_without_one_of_its_parts_is_refused(
    desk: Desk, whole: dict[str, Any], changes: Any, reasons: Any, missing: str
) -> None:
    status, body = desk.do("POST", "/overrides", whole | changes | {"reasons": WHOLE | reasons})

    assert (status, body["error"]) == (422, "not_complete")
    assert missing in body["message"]
    assert desk.see()["overrides"] == []


def test_it_waits_for_a_second_person(desk: Desk, whole: dict[str, Any]) -> None:
    assert desk.do("POST", "/overrides", whole)[0] == 201

    (override,) = desk.see()["overrides"]
    assert (override["by"], override["signed"]) == ("token:practitioner system", None)
    assert override["reasons"] == WHOLE


def test_only_a_lead_signs_and_never_who_wrote_it(
    desk: Desk, whole: dict[str, Any], lead: Headers
) -> None:
    boss, agreed = second(desk, lead), {"answer": "agreed"}
    theirs = desk.do("POST", "/overrides", whole)[1]["id"]
    own = boss.do("POST", "/overrides", whole)[1]["id"]

    assert desk.do("POST", f"/overrides/{theirs}/signature", agreed)[0] == 403
    assert boss.do("POST", f"/overrides/{own}/signature", agreed)[0] == 403
    assert boss.do("POST", f"/overrides/{theirs}/signature", agreed)[0] == 204
    assert boss.do("POST", f"/overrides/{theirs}/signature", agreed)[0] == 409

    signed = {one["id"]: (one["signed"], one["signed_by"]) for one in desk.see()["overrides"]}
    assert signed == {theirs: ("agreed", "token:lead system"), own: (None, None)}


def test_the_wish_stays_as_it_was_said(
    desk: Desk, whole: dict[str, Any], turns: Turns, started: Started
) -> None:
    before = record(turns, started)

    desk.do("POST", "/overrides", whole)

    assert record(turns, started) == before
