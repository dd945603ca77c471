"""Acknowledging, allocating, reading, telling; and that two who change the same thing never
overwrite each other."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.chat.schemas import Started
from api.core.clock import utc_now
from api.turn.service import Turns
from api.user.service import add_user
from tests.api.desk import AsRole, Desk, Headers, a_service_wish, audit
from tests.api.talk import HARD_TEXTS, record
from tests.builders import FakeBot
from tests.databases import files_of

ALERT = {"command": "raise_alert", "level": "now", "kind": "danger"}
TODAY = utc_now().date()


@pytest.fixture
def alert() -> str:
    return str(uuid4())


@pytest.fixture
def wish(turns: Turns, started: Started, bot: FakeBot, alert: str) -> UUID:
    return a_service_wish(turns, started, bot, ALERT | {"id": alert})


@pytest.fixture
def desk(client: TestClient, lead: Headers, started: Started, wish: UUID) -> Desk:
    return Desk(client, lead, started)


def informed(**changes: Any) -> dict[str, Any]:
    told = {"told_on": TODAY.isoformat(), "how": "phone", "text": "We rang.", "answer": "Good."}
    return told | changes


def test_an_alert_is_acknowledged_once_with_who_and_when(
    desk: Desk, alert: str, as_role: AsRole
) -> None:
    path = f"/alerts/{alert}/acknowledgement"
    second = Desk.__new__(Desk)
    second.client, second.path, second.headers = desk.client, desk.path, as_role("practitioner")

    assert desk.do("POST", path)[0] == second.do("POST", path)[0] == 204

    (seen,) = desk.see()["acknowledged"]
    assert (seen["alert_id"], seen["by"]) == (alert, "token:lead system")


def test_an_alert_of_another_conversation_cannot_be_acknowledged(desk: Desk) -> None:
    assert desk.do("POST", f"/alerts/{uuid4()}/acknowledgement")[0] == 404


def test_a_change_needs_the_version_that_it_is_made_from(desk: Desk, wish: UUID) -> None:
    path = f"{desk.path}/outcomes/{wish}/summary"

    answer = desk.client.put(path, json={"text": "x"}, headers=desk.headers)

    assert (answer.status_code, answer.json()["error"]) == (428, "version_needed")


@pytest.mark.parametrize("old", ['"0"', '"99"', "nonsense", "*"])
def test_a_change_from_an_old_version_is_refused_and_writes_nothing(
    desk: Desk, wish: UUID, old: str
) -> None:
    desk.do("PUT", f"/outcomes/{wish}/summary", {"text": "mine"})

    status, body = desk.do("PUT", f"/outcomes/{wish}/summary", {"text": "theirs"}, etag=old)

    assert (status, body["error"]) == (412, "changed_meanwhile")
    assert [one["text"] for one in desk.see()["summaries"]] == ["mine"]


def changes(wish: UUID, flag: str) -> list[tuple[str, str, Any]]:
    return [
        ("PATCH", "/casework", {"read_seq": 1}),
        ("POST", "/flags", {"seq": 2, "start": 0, "end": 1, "kind": "equipment"}),
        ("POST", f"/flags/{flag}/decisions", {"decision": "accepted"}),
        ("PUT", f"/outcomes/{wish}/summary", {"text": "x"}),
        ("POST", "/informed", informed()),
        ("POST", "/closing", {"review": "done", "agreed": "yes", "results": {str(wish): "fully"}}),
        ("POST", "/overrides", {}),
    ]


def test_every_change_is_held_to_its_version_and_moves_it_on(desk: Desk, wish: UUID) -> None:
    flag = desk.flags[0]["id"]
    for method, path, body in changes(wish, flag):
        before = desk.see()["etag"]
        assert desk.do(method, path, body, etag='"999"')[0] == 412, path
        assert desk.see()["etag"] == before, path
        if path != "/overrides":
            assert desk.do(method, path, body)[0] < 300, path
            assert desk.see()["etag"] != before, path


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_who_does_not_work_with_the_person_can_do_none_of_it(
    desk: Desk, wish: UUID, as_role: AsRole, role: str
) -> None:
    flag, headers = desk.flags[0]["id"], as_role(role) | {"If-Match": '"1"'}
    for method, path, body in [*changes(wish, flag), ("GET", "/casework", None)]:
        answer = desk.client.request(method, f"{desk.path}{path}", json=body, headers=headers)
        assert answer.status_code == 403, path


def test_every_change_is_a_row_of_the_audit_under_its_conversation(
    desk: Desk, wish: UUID, alert: str, started: Started, sessions: sessionmaker[Session]
) -> None:
    """So that the conversation's own timeline shows it."""
    flag, seen = desk.flags[0]["id"], f"/alerts/{alert}/acknowledgement"
    made = [*changes(wish, flag)[:-1], ("POST", seen, None), ("DELETE", "/closing", None)]
    for method, path, body in made:
        desk.do(method, path, body)

    done = {action: subject for _, action, subject in audit(sessions)}
    for action in (
        *("marked_read", "flag_added", "flag_accepted", "summary_written", "informed", "closed"),
        *("alert_acknowledged", "reopened"),
    ):
        assert done[action] == str(started.id), action


def test_it_is_given_to_a_colleague_who_has_an_account(
    desk: Desk, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        sam = str(add_user(session, "sam", "a long password"))

    assert desk.do("PUT", "/allocations/sam")[0] == 204
    assert desk.see()["allocated_to"] == [{"id": sam, "name": "sam"}]
    assert desk.do("PUT", "/allocations/nobody")[0] == 404
    assert desk.do("DELETE", "/allocations/sam")[0] == 204
    assert desk.see()["allocated_to"] == []


def test_what_was_said_since_is_not_taken_as_read(desk: Desk) -> None:
    desk.do("PATCH", "/casework", {"read_seq": 2})
    desk.do("PATCH", "/casework", {"read_seq": 1})

    assert desk.see()["read_seq"] == 2
    desk.do("PATCH", "/casework", {"read_seq": 10_000})
    assert desk.see()["read_seq"] == desk.see()["last_seq"] == 3


def test_what_they_were_told_is_logged_with_what_they_said(desk: Desk) -> None:
    assert desk.do("POST", "/informed", informed())[0] == 204

    (told,) = desk.see()["informed"]
    assert (told["how"], told["text"], told["answer"]) == ("phone", "We rang.", "Good.")
    assert told["by"] == "token:lead system"
    assert desk.see()["informed_at"] is not None


@pytest.mark.parametrize(
    ("part", "changed"),
    [("text", {"text": " "}), ("told_on", {"told_on": (TODAY + timedelta(1)).isoformat()})],
)
def test_a_log_of_nothing_or_of_a_day_to_come_is_refused(
    desk: Desk, part: str, changed: dict[str, Any]
) -> None:
    status, body = desk.do("POST", "/informed", informed(**changed))

    assert (status, body["error"]) == (422, "not_complete")
    assert part in body["message"]


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
def test_a_summary_stands_beside_the_words_and_changes_none(
    desk: Desk, wish: UUID, turns: Turns, started: Started, text: str
) -> None:
    before = record(turns, started)
    status, _ = desk.do("PUT", f"/outcomes/{wish}/summary", {"text": text[:5_000]})

    (summary,) = desk.see()["summaries"]
    assert (status, summary["text"]) == (204, text[:5_000])
    assert record(turns, started) == before


def test_the_summaries_before_stay(desk: Desk, wish: UUID) -> None:
    for text in ("one", "two"):
        desk.do("PUT", f"/outcomes/{wish}/summary", {"text": text})

    kept = [(one["number"], one["text"]) for one in desk.see()["summaries"]]
    assert kept == [(1, "one"), (2, "two")]


def test_nothing_that_was_typed_is_in_the_file(desk: Desk, wish: UUID, database: str) -> None:
    canary = "zanzibar quokka"
    desk.decide("dismissed", reason="other", note=canary)
    desk.do("PUT", f"/outcomes/{wish}/summary", {"text": canary})
    desk.do("POST", "/informed", informed(text=canary, answer=canary))
    declined = {"review": "declined", "agreed": "yes", "details": {"declined": canary}}
    assert desk.do("POST", "/closing", declined)[0] == 201

    files = [file.read_bytes() for file in files_of(database)]
    assert files
    assert not [file for file in files if canary.encode() in file]
