"""Who is beside the adult: nobody sees by default, and who must not be contacted sees nothing."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service
from api.chat.schemas import Started
from api.models import Supporter
from api.turn.service import Turns
from tests.api.desk import Desk, Headers, audit


@pytest.fixture
def desk(client: TestClient, lead: Headers, started: Started) -> Desk:
    return Desk(client, lead, started)


def somebody(**changes: Any) -> dict[str, Any]:
    details = {"name": "Joan", "contact": "Mornings, by phone.", "notes": "Reads letters to her."}
    given = {"role": "friend", "may_see": "agreed", "do_not_contact": False}
    return given | {"details": details | changes.pop("details", {})} | changes


def add(desk: Desk, **changes: Any) -> tuple[int, Any]:
    return desk.do("POST", "/supporters", somebody(**changes))


STAY_AWAY = {"do_not_contact": True, "may_see": "nothing", "role": "family"}


def test_who_must_not_be_contacted_comes_first_and_who_left_comes_last(desk: Desk) -> None:
    gone = add(desk, details={"name": "Gone"})[1]["id"]
    add(desk)
    add(desk, **STAY_AWAY, details={"name": "Danny", "notes": "He hurt her."})

    assert desk.do("DELETE", f"/supporters/{gone}")[0] == 204

    kept = desk.see()["supporters"]
    assert [one["details"]["name"] for one in kept] == ["Danny", "Joan", "Gone"]
    assert kept[2]["ended_by"] == "token:lead system"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"details": {"name": " "}}, "name"),
        ({"role": None}, "role"),
        ({"may_see": None}, "may_see"),
        (STAY_AWAY | {"may_see": "agreed"}, "may_see"),
        (STAY_AWAY | {"details": {"notes": ""}}, "notes"),
    ],
)
def test_what_is_missing_or_does_not_fit_is_named(
    desk: Desk, changes: dict[str, Any], part: str
) -> None:
    status, body = add(desk, **changes)

    assert (status, body["error"]) == (422, "not_complete")
    assert body["message"].endswith(f": {part}.")


def test_nobody_leaves_twice_or_from_another_conversation(
    desk: Desk, client: TestClient, lead: Headers, turns: Turns
) -> None:
    other = Desk(client, lead, service.start(turns))
    mine, theirs = add(desk)[1]["id"], add(other)[1]["id"]

    statuses = [desk.do("DELETE", f"/supporters/{one}")[0] for one in (mine, mine, theirs)]

    assert statuses == [204, 409, 404]
    assert other.see()["supporters"][0]["ended_by"] is None
    assert other.do("DELETE", f"/supporters/{theirs}")[0] == 204


def test_both_ends_are_in_the_audit(
    desk: Desk, sessions: sessionmaker[Session], started: Started
) -> None:
    desk.do("DELETE", f"/supporters/{add(desk)[1]['id']}")

    done = [action for _, action, about in audit(sessions) if about == str(started.id)]
    assert [action for action in done if "supporter" in action] == [
        "supporter_added",
        "supporter_ended",
    ]


def test_who_was_slower_overwrites_nothing(desk: Desk) -> None:
    old = desk.see()["etag"]
    add(desk)

    assert desk.do("POST", "/supporters", somebody(), etag=old)[0] == 412


def test_what_was_typed_is_sealed(desk: Desk, sessions: sessionmaker[Session]) -> None:
    add(desk)

    with sessions.begin() as session:
        assert b"Joan" not in session.query(Supporter).one().details
