"""Capacity is recorded for one decision on one day, and finding it lacking needs more."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat.schemas import Started
from api.core.capacity import missing_in_capacity
from api.core.clock import utc_now
from api.models import Capacity
from tests.api.desk import Desk, Headers, audit

TODAY = utc_now().date()
REASONS = {
    "about": "Who holds her bank card",
    "support": "Her own pace, at home.",
    "evidence": "She told it back.",
    "person": "I give it to whom I like.",
    "assessed_by": "J Doe",
    "assessor_role": "Social worker",
}
LACKS: dict[str, Any] = {"finding": "lacks", "unable": ["weigh"], "representative": "imca"}


@pytest.fixture
def desk(client: TestClient, lead: Headers, started: Started) -> Desk:
    return Desk(client, lead, started)


def a_record(reasons: dict[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    given = {"finding": "has", "assessed_on": TODAY.isoformat()}
    return given | changes | {"reasons": REASONS | (reasons or {})}


def keep(desk: Desk, given: dict[str, Any]) -> tuple[int, Any]:
    return desk.do("POST", "/capacity", given)


def test_records_stand_beside_each_other_the_newest_day_first(
    desk: Desk, sessions: sessionmaker[Session], started: Started
) -> None:
    before = (TODAY - timedelta(days=9)).isoformat()
    keep(desk, a_record())
    best = {"about": "Where she lives", "best_interests": "A meeting with her."}
    assert keep(desk, a_record(best, **LACKS, assessed_on=before))[0] == 201

    kept = desk.see()["capacity"]
    assert [one["reasons"]["about"] for one in kept] == [
        "Who holds her bank card",
        "Where she lives",
    ]
    assert (kept[1]["finding"], kept[1]["unable"]) == ("lacks", ["weigh"])
    assert kept[1]["representative"] == "imca"
    assert ("token:lead system", "capacity_recorded", str(started.id)) in audit(sessions)


@pytest.mark.parametrize(
    ("given", "part"),
    [
        *((a_record({name: " "}), name) for name in REASONS),
        (a_record(finding=None), "finding"),
        (a_record(assessed_on=(TODAY + timedelta(days=1)).isoformat()), "assessed_on"),
        (a_record(look_again_on=TODAY.isoformat()), "look_again_on"),
        (a_record({"best_interests": "x"}, **LACKS | {"unable": []}), "unable"),
        (a_record({"best_interests": "x"}, **LACKS | {"representative": None}), "representative"),
        (a_record(**LACKS), "best_interests"),
    ],
)
def test_what_is_missing_is_named(desk: Desk, given: dict[str, Any], part: str) -> None:
    status, body = keep(desk, given)

    assert (status, body["error"]) == (422, "not_complete")
    assert body["message"].endswith(f": {part}.")
    assert desk.see()["capacity"] == []


def test_who_can_decide_is_given_nobody_to_speak_for_them(desk: Desk) -> None:
    keep(desk, a_record(unable=["weigh"], representative="family"))

    (one,) = desk.see()["capacity"]
    assert (one["unable"], one["representative"]) == ([], None)


def test_who_was_slower_overwrites_nothing(desk: Desk) -> None:
    old = desk.see()["etag"]
    keep(desk, a_record())

    assert desk.do("POST", "/capacity", a_record(), etag=old)[0] == 412


def test_what_was_typed_is_sealed(desk: Desk, sessions: sessionmaker[Session]) -> None:
    keep(desk, a_record())

    with sessions.begin() as session:
        assert b"bank" not in session.query(Capacity).one().details


def test_all_that_lacking_needs_is_said_at_once() -> None:
    missing = missing_in_capacity(
        REASONS | {"finding": "lacks"}, [], assessed_on=TODAY, look_again_on=None, today=TODAY
    )

    assert missing == ["unable", "best_interests", "representative"]
