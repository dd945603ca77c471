"""The record over HTTP, as contract 5.2 has it, and the list."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.chat import service
from api.chat.schemas import Started
from api.turn.service import Turns
from tests.api.desk import RECORD, Headers
from tests.api.talk import say
from tests.builders import FakeBot, a_statement, an_answer, an_assessment, an_outcome

# Contract 5.2. Beside it stand what later topics have added; nothing of the contract may go.
CONVERSATION = {
    "id", "channel", "role", "started_at", "status", "needs", "consent", "turns", "outcomes",
    "statements", "enquiry", "options", "differing_views", "contact", "alerts", "safety_scale",
}  # fmt: skip
ADDED = {"relationship", "together", "told", "cards"}
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
