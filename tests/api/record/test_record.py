"""The record over HTTP: contract 5.2, who may see it, and that every look is written down."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.audit.service import first_break
from api.chat import service
from api.chat.schemas import Started
from api.models import AuditEvent, Conversation
from api.record.service import erase_conversation, export_conversation
from api.turn.service import Turns
from api.user.service import add_user, sign_in
from tests.api.talk import say
from tests.builders import FakeBot, a_statement, an_answer, an_assessment, an_outcome

RECORD = "/api/v1/conversations"
Headers = dict[str, str]
AsRole = Callable[[str], Headers]

# Contract 5.2. Beside it stand what later topics have added; nothing of the contract may go.
CONVERSATION = {
    "id", "channel", "role", "started_at", "status", "needs", "consent", "turns", "outcomes",
    "statements", "enquiry", "options", "differing_views", "contact", "alerts", "safety_scale",
}  # fmt: skip
ADDED = {"relationship", "together", "told"}
OUTCOME = {
    "id", "text", "said_by", "provenance", "confirmed", "rank", "importance", "themes",
    "assessment", "deeper", "plan", "conflicts_with", "status", "review", "versions",
}  # fmt: skip
OUTCOME_ADDED = {"nearest_to"}


def in_utc(text: str) -> bool:
    moment = datetime.fromisoformat(text)
    return moment.utcoffset() == UTC.utcoffset(None)


@pytest.fixture
def full(turns: Turns, started: Started, bot: FakeBot) -> Started:
    """A conversation with one of everything in its record."""
    said = "I want a care package so I can see Nina. My son says no."
    one, two = str(uuid4()), str(uuid4())
    span = {"start": 7, "end": 21, "text": "a care package", "kind": "receive_service",
            "side": "service", "reason": "r"}  # fmt: skip
    commands: list[dict[str, Any]] = [
        {"command": "record_role", "role": "advocate"},
        an_outcome("a care package", id=one,
                   assessment=an_assessment(label="service", spans=[span]).model_dump()),
        an_outcome("see Nina", id=two, provenance="reported", said_by="advocate"),
        {"command": "record_deeper", "id": one, "text": "so I can see Nina"},
        {"command": "plan_apart", "plan_a": two, "plan_b": one},
        a_statement("My son says no.", kind="worry"),
        {"command": "record_need", "id": str(uuid4()), "text": "Nina"},
        {"command": "record_option", "id": str(uuid4()), "text": "a care package"},
        {"command": "record_enquiry", "wish": "unsure"},
        {"command": "record_differing_view", "id": str(uuid4()), "who": "My son", "text": "no"},
        {"command": "record_consent", "consent": "share"},
        {"command": "record_contact", "text": "Nina"},
        {"command": "record_review", "outcome_id": one, "achieved": "partly"},
        {"command": "record_safety_scale", "id": str(uuid4()), "value": 3, "when": "start"},
        {"command": "raise_alert", "id": str(uuid4()), "level": "now", "kind": "danger"},
    ]  # fmt: skip
    bot.answers = [an_answer(commands=commands, asking="confirm")]
    say(turns, started, said)
    return started


@pytest.fixture
def whole(client: TestClient, full: Started, lead: Headers) -> dict[str, Any]:
    answer = client.get(f"{RECORD}/{full.id}", headers=lead)
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_the_record_has_exactly_the_parts_of_the_contract(whole: dict[str, Any]) -> None:
    assert set(whole) == CONVERSATION | ADDED
    assert set(whole["outcomes"][0]) == OUTCOME | OUTCOME_ADDED


@pytest.mark.parametrize(
    ("part", "parts"),
    [
        ("turns", {"seq", "from", "text", "at", "asking"}),
        ("statements", {"kind", "text", "said_by", "provenance", "turn_seq"}),
        ("differing_views", {"who", "text"}),
        ("safety_scale", {"value", "at", "when"}),
        ("alerts", {"id", "level", "kind", "turn_seq", "at", "acknowledged"}),
    ],
)
def test_each_list_of_the_record_has_the_parts_of_the_contract(
    whole: dict[str, Any], part: str, parts: set[str]
) -> None:
    assert whole[part]
    for row in whole[part]:
        assert set(row) == parts


def test_the_small_parts_have_the_shape_of_the_contract(whole: dict[str, Any]) -> None:
    outcome = whole["outcomes"][0]

    assert set(whole["enquiry"]) == {"wish", "reason", "others_at_risk"}
    assert set(outcome["assessment"]) == {"label", "confidence", "spans", "model"}
    assert {"start", "end", "kind", "reason"} <= set(outcome["assessment"]["spans"][0])
    assert set(outcome["review"]) == {"achieved", "difference"}
    assert set(outcome["versions"][0]) == {"text", "at", "turn_seq"}
    assert isinstance(whole["contact"], dict)
    assert whole["needs"] == ["Nina"]


def test_times_are_in_utc(whole: dict[str, Any]) -> None:
    times = [whole["started_at"], *(turn["at"] for turn in whole["turns"])]

    assert all(in_utc(at) for at in times)


def test_turns_stand_in_order_with_the_question_that_was_open(whole: dict[str, Any]) -> None:
    turns = [(turn["seq"], turn["from"], turn["asking"]) for turn in whole["turns"]]

    assert [seq for seq, _, _ in turns] == [1, 2, 3]
    assert turns[1] == (2, "person", "outcome")


def test_the_words_each_fact_rests_on_are_found_by_its_turn(whole: dict[str, Any]) -> None:
    said = {turn["seq"]: turn["text"] for turn in whole["turns"]}
    span = whole["outcomes"][0]["assessment"]["spans"][0]

    for fact in (*whole["statements"], *whole["outcomes"][0]["versions"]):
        assert fact["text"] in said[fact["turn_seq"]]
    assert said[2][span["start"] : span["end"]] == span["text"]


def test_an_empty_record_has_every_part_too(
    client: TestClient, started: Started, lead: Headers
) -> None:
    body = client.get(f"{RECORD}/{started.id}", headers=lead).json()

    assert set(body) == CONVERSATION | ADDED
    assert (body["outcomes"], body["statements"], body["contact"]) == ([], [], {})
    assert body["enquiry"] == {"wish": None, "reason": None, "others_at_risk": None}


# ------------------------------------------------------------------------------------ the list


def test_the_list_holds_figures_and_no_words(
    client: TestClient, full: Started, lead: Headers
) -> None:
    answer = client.get(RECORD, headers=lead)

    (item,) = answer.json()["items"]
    assert {"items", "total", "page", "per_page"} == set(answer.json())
    assert (item["id"], item["outcomes"], item["flagged"]) == (str(full.id), 2, 1)
    for words in ("Nina", "care package", "My son"):
        assert words not in answer.text


def test_those_with_an_open_alert_come_first(
    client: TestClient, turns: Turns, full: Started, lead: Headers
) -> None:
    newer = service.start(turns)

    ids = [item["id"] for item in client.get(RECORD, headers=lead).json()["items"]]

    assert ids == [str(full.id), str(newer.id)]


def test_pages_are_parts_of_one_order(client: TestClient, turns: Turns, lead: Headers) -> None:
    for _ in range(5):
        service.start(turns)
    everything = client.get(RECORD, headers=lead).json()["items"]

    pages = [
        client.get(RECORD, params={"per_page": 2, "page": page}, headers=lead).json()
        for page in (1, 2, 3, 4)
    ]

    assert [item for page in pages for item in page["items"]] == everything
    assert {page["total"] for page in pages} == {5}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"alert": "any"}, True), ({"alert": "now"}, True), ({"alert": "past"}, False),
        ({"channel": "web"}, True), ({"channel": "kiosk"}, False),
        ({"status": "open"}, True), ({"status": "finished"}, False),
    ],
)  # fmt: skip
def test_the_list_can_be_narrowed(
    client: TestClient, full: Started, lead: Headers, filters: dict[str, str], found: bool
) -> None:
    assert bool(client.get(RECORD, params=filters, headers=lead).json()["items"]) is found


@pytest.mark.parametrize(
    "query",
    [{"page": 0}, {"page": -1}, {"per_page": 0}, {"per_page": 101}, {"page": "x"},
     {"page": 10**30}, {"status": "lost"}, {"channel": "post"}, {"alert": "never"}],
)  # fmt: skip
def test_a_filter_that_is_none_is_not_valid(
    client: TestClient, lead: Headers, query: dict[str, Any]
) -> None:
    answer = client.get(RECORD, params=query, headers=lead)

    assert (answer.status_code, answer.json()["error"]) == (422, "not_valid")


# --------------------------------------------------------------------------------- who may look


def calls(of: Started) -> list[tuple[str, str, Any]]:
    return [
        ("GET", RECORD, None),
        ("GET", f"{RECORD}/{of.id}", None),
        ("POST", f"{RECORD}/{of.id}/commands", {"commands": []}),
        ("POST", f"{RECORD}/{of.id}/messages", {"text": "hello"}),
        ("POST", "/api/v1/assessments", {"text": "hello"}),
    ]


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_a_role_that_was_not_given_it_is_denied(
    client: TestClient, started: Started, as_role: AsRole, role: str
) -> None:
    headers = as_role(role)

    for method, path, body in calls(started):
        answer = client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (403, "not_allowed"), path


@pytest.mark.parametrize("role", ["practitioner", "lead"])
def test_those_who_work_with_the_person_may_look(
    client: TestClient, started: Started, as_role: AsRole, role: str
) -> None:
    headers = as_role(role)

    assert client.get(RECORD, headers=headers).status_code == 200
    assert client.get(f"{RECORD}/{started.id}", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer x"}, {"Authorization": "Bearer "}, {"Cookie": "ow_review=x"}],
)
def test_without_a_name_for_the_audit_there_is_no_look(
    client: TestClient, started: Started, headers: Headers
) -> None:
    sent = headers | {"Sec-Fetch-Site": "same-origin"}
    for method, path, body in calls(started):
        answer = client.request(method, path, json=body, headers=sent)
        assert (answer.status_code, answer.json()["error"]) == (401, "not_signed_in"), path


def test_the_persons_own_token_does_not_open_the_record(
    client: TestClient, started: Started
) -> None:
    headers = {"Authorization": f"Bearer {started.token}"}

    assert client.get(f"{RECORD}/{started.id}", headers=headers).status_code == 401


def test_a_practitioners_cookie_opens_it_from_our_page_alone(
    client: TestClient, sessions: sessionmaker[Session], started: Started
) -> None:
    from api.core.clock import utc_now

    with sessions.begin() as session:
        add_user(session, "sam", "a long password")
        token = sign_in(session, "sam", "a long password", client="x", now=utc_now()).token
    cookie = {"Cookie": f"ow_review={token}"}
    path = f"{RECORD}/{started.id}/commands"

    assert client.get(RECORD, headers=cookie).status_code == 200
    assert client.post(path, json={"commands": []}, headers=cookie).status_code == 403
    ours = cookie | {"Sec-Fetch-Site": "same-origin"}
    assert client.post(path, json={"commands": []}, headers=ours).status_code == 204


@pytest.mark.parametrize("path", ["", "/commands", "/messages"])
def test_a_conversation_that_is_not_there_is_not_found(
    client: TestClient, lead: Headers, path: str
) -> None:
    body = {"commands": [], "text": "hello"}
    method = "POST" if path else "GET"

    answer = client.request(method, f"{RECORD}/{uuid4()}{path}", json=body, headers=lead)

    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


# ------------------------------------------------------------------------------------ the audit


def audit(sessions: sessionmaker[Session]) -> list[tuple[str, str, str]]:
    with sessions.begin() as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        return [(row.actor, row.action, row.subject) for row in rows]


def test_each_look_is_a_row_of_the_audit(
    client: TestClient, sessions: sessionmaker[Session], started: Started, lead: Headers
) -> None:
    before = audit(sessions)

    client.get(RECORD, headers=lead)
    client.get(f"{RECORD}/{started.id}", headers=lead)
    client.get(f"{RECORD}/{started.id}", headers=lead)

    viewed = ("token:lead system", "viewed", str(started.id))
    assert audit(sessions)[len(before) :] == [
        ("token:lead system", "listed", "conversations?page=1"), viewed, viewed,
    ]  # fmt: skip


def test_changes_exports_and_erasures_are_rows_of_the_audit(
    client: TestClient, turns: Turns, started: Started, lead: Headers
) -> None:
    before = len(audit(turns.sessions))

    client.post(f"{RECORD}/{started.id}/commands", json={"commands": []}, headers=lead)
    with turns.sessions.begin() as session:
        export_conversation(session, turns.keys, started.id, actor="user:sam")
        erase_conversation(session, started.id, actor="user:sam")

    rows = [(actor, action) for actor, action, _ in audit(turns.sessions)[before:]]
    assert rows == [
        ("token:lead system", "recorded"), ("user:sam", "exported"), ("user:sam", "erased"),
    ]  # fmt: skip
    with turns.sessions.begin() as session:
        assert first_break(session) is None
        assert session.get(Conversation, started.id) is None


def test_a_look_that_was_refused_shows_nothing_and_changes_nothing(
    client: TestClient, sessions: sessionmaker[Session], started: Started, as_role: AsRole
) -> None:
    headers = as_role("admin")
    before = audit(sessions)

    client.get(f"{RECORD}/{started.id}", headers=headers)

    assert audit(sessions) == before


# ----------------------------------------------------------------------------- other clients


def test_another_client_records_as_the_bot_does(
    client: TestClient, turns: Turns, started: Started, lead: Headers
) -> None:
    say(turns, started, "I want to go home.")
    commands = [a_statement("go home"), {"command": "set_status", "status": "finished"}]

    answer = client.post(
        f"{RECORD}/{started.id}/commands", json={"commands": commands}, headers=lead
    )

    body = client.get(f"{RECORD}/{started.id}", headers=lead).json()
    assert (answer.status_code, answer.content) == (204, b"")
    assert (body["statements"][0]["text"], body["status"]) == ("go home", "finished")


def test_another_client_cannot_record_words_that_nobody_typed(
    client: TestClient, turns: Turns, started: Started, lead: Headers
) -> None:
    say(turns, started, "I want to go home.")
    commands = [a_statement("go home"), a_statement("to prison")]

    answer = client.post(
        f"{RECORD}/{started.id}/commands", json={"commands": commands}, headers=lead
    )

    body = client.get(f"{RECORD}/{started.id}", headers=lead).json()
    assert (answer.status_code, answer.json()["error"]) == (422, "command_refused")
    assert body["statements"] == []


def test_a_command_that_does_not_fit_is_named_without_its_words(
    client: TestClient, started: Started, lead: Headers
) -> None:
    commands = [a_statement("my very own secret", kind="rumour")]

    answer = client.post(
        f"{RECORD}/{started.id}/commands", json={"commands": commands}, headers=lead
    )

    assert (answer.status_code, answer.json()["error"]) == (422, "not_valid")
    assert "my very own secret" not in answer.text
