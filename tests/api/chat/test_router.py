"""The chat over HTTP: shapes, statuses, and whose conversation it is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from api.core.clock import utc_now
from api.models import ChatSession
from tests.builders import FakeBot, an_answer

CHAT = "/chat/conversations"


def begin(client: TestClient) -> tuple[str, dict[str, str]]:
    body = client.post(CHAT, json={"channel": "web", "invite": None}).json()
    return f"{CHAT}/{body['id']}", {"Authorization": f"Bearer {body['token']}"}


def test_starting_has_the_shape_of_the_contract(client: TestClient, bot: FakeBot) -> None:
    choice = {"title": "Yes", "value": "Yes"}
    bot.answers = [an_answer(messages=[{"text": "Safe?", "kind": "ask", "choices": [choice]}],
                             asking="safe_now")]  # fmt: skip

    answer = client.post(CHAT, json={"channel": "kiosk", "invite": None})

    body = answer.json()
    assert answer.status_code == 201
    assert set(body) == {"id", "token", "return_code", "messages", "asking"}
    assert body["messages"] == [
        {"seq": 1, "from": "bot", "text": "Safe?", "choices": [choice], "kind": "ask"}
    ]
    assert body["asking"] == "safe_now"


def test_a_turn_has_the_shape_of_the_contract(client: TestClient) -> None:
    where, headers = begin(client)
    turn = {"turn_id": str(uuid4()), "text": "home"}

    answer = client.post(f"{where}/turns", json=turn, headers=headers)

    body = answer.json()
    assert answer.status_code == 200
    assert set(body) == {"turn_id", "messages", "asking", "saved"}
    assert (body["turn_id"], body["saved"]) == (turn["turn_id"], True)
    assert set(body["messages"][0]) == {"seq", "from", "text", "choices", "kind"}


def test_reading_gives_everything_in_order(client: TestClient) -> None:
    where, headers = begin(client)
    client.post(f"{where}/turns", json={"turn_id": str(uuid4()), "text": "home"}, headers=headers)

    body = client.get(where, headers=headers).json()

    assert {"id", "messages", "asking"} <= set(body)
    assert [(m["seq"], m["from"]) for m in body["messages"]] == [
        (1, "bot"), (2, "person"), (3, "bot"),
    ]  # fmt: skip


def test_resuming_has_the_shape_of_the_first_call(client: TestClient) -> None:
    body = client.post(CHAT, json={}).json()

    answer = client.post("/chat/resume", json={"return_code": body["return_code"]})

    assert answer.status_code == 200
    assert {"id", "token", "messages", "asking"} <= set(answer.json())


def test_a_return_code_can_be_changed(client: TestClient) -> None:
    where, headers = begin(client)

    new = client.post(f"{where}/return-code", headers=headers).json()["return_code"]

    assert client.post("/chat/resume", json={"return_code": new}).status_code == 200


def test_deleting_says_what_was_done(client: TestClient) -> None:
    where, headers = begin(client)

    answer = client.delete(where, headers=headers)

    assert answer.status_code == 200
    assert answer.json()["erased"] is True
    assert client.get(where, headers=headers).status_code == 401


CALLS = [("GET", ""), ("POST", "/turns"), ("DELETE", ""), ("POST", "/return-code")]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_the_token_of_another_conversation_is_refused(
    client: TestClient, method: str, path: str
) -> None:
    mine, _ = begin(client)
    _, theirs = begin(client)
    body = {"turn_id": str(uuid4()), "text": "not mine"}

    answer = client.request(method, f"{mine}{path}", json=body, headers=theirs)

    assert answer.status_code == 403
    assert answer.json() == {"error": "not_allowed", "message": "That is not your conversation."}


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer unknown", "Basic dXNlcg==", "unknown"],
)
def test_without_a_known_token_nothing_is_done(
    client: TestClient, method: str, path: str, authorization: str | None
) -> None:
    where, _ = begin(client)
    body = {"turn_id": str(uuid4()), "text": "not mine"}
    headers = {} if authorization is None else {"Authorization": authorization}

    answer = client.request(method, f"{where}{path}", json=body, headers=headers)

    assert answer.status_code == 401
    assert answer.json()["error"] == "not_signed_in"
    assert "return code" in answer.json()["message"]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_an_expired_token_opens_nothing(
    client: TestClient, sessions: sessionmaker[Session], method: str, path: str
) -> None:
    where, headers = begin(client)
    with sessions.begin() as session:
        session.execute(update(ChatSession).values(ends_at=utc_now() - timedelta(seconds=1)))
    body = {"turn_id": str(uuid4()), "text": "too late"}

    answer = client.request(method, f"{where}{path}", json=body, headers=headers)

    assert answer.status_code == 401
    assert answer.json()["error"] == "not_signed_in"


def test_a_refusal_tells_nothing_of_whether_the_conversation_exists(client: TestClient) -> None:
    where, _ = begin(client)
    _, theirs = begin(client)

    answers = [client.get(one, headers=theirs) for one in (where, f"{CHAT}/{uuid4()}")]

    assert answers[0].status_code == answers[1].status_code == 403
    assert answers[0].json() == answers[1].json()


def cookie(headers: dict[str, str], **more: str) -> dict[str, str]:
    token = headers["Authorization"].removeprefix("Bearer ")
    return {"Cookie": f"ow_chat={token}", **more}


def test_the_pages_cookie_opens_its_conversation(client: TestClient) -> None:
    where, headers = begin(client)

    assert client.get(where, headers=cookie(headers)).status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({}, 403),
    ],
)
def test_a_page_elsewhere_cannot_send_with_the_cookie(
    client: TestClient, sent: dict[str, str], status: int
) -> None:
    where, headers = begin(client)
    turn = {"turn_id": str(uuid4()), "text": "home"}

    answer = client.post(f"{where}/turns", json=turn, headers=cookie(headers, **sent))

    assert answer.status_code == status


def test_return_codes_can_be_tried_only_so_often(client: TestClient) -> None:
    statuses = [
        client.post("/chat/resume", json={"return_code": "not one"}).status_code for _ in range(6)
    ]

    assert statuses == [404] * 5 + [429]


def test_one_who_tried_too_often_is_told_how_long_to_wait(client: TestClient) -> None:
    for _ in range(6):
        answer = client.post("/chat/resume", json={"return_code": "not one"})

    assert answer.headers["Retry-After"] == "60"
    assert answer.json()["error"] == "too_many_tries"


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [("", 422, "bad_message"), ("   ", 422, "bad_message"), ("x" * 20_001, 413, "too_long")],
)
def test_words_that_cannot_be_taken_are_refused_plainly(
    client: TestClient, text: str, status: int, code: str
) -> None:
    where, headers = begin(client)

    answer = client.post(
        f"{where}/turns", json={"turn_id": str(uuid4()), "text": text}, headers=headers
    )

    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert len(client.get(where, headers=headers).json()["messages"]) == 1


def test_the_same_id_with_other_words_is_a_conflict(client: TestClient) -> None:
    where, headers = begin(client)
    turn_id = str(uuid4())
    client.post(f"{where}/turns", json={"turn_id": turn_id, "text": "one"}, headers=headers)

    answer = client.post(f"{where}/turns", json={"turn_id": turn_id, "text": "2"}, headers=headers)

    assert (answer.status_code, answer.json()["error"]) == (409, "other_words")
