"""Every error is {"error": code, "message": plain words}, and never repeats what was typed."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from api.errors import Unavailable, install_error_handlers
from api.vault.keys import KeyUnusable
from nlp.errors import ModelMissing

JSON = {"Content-Type": "application/json"}


def check(answer: Any, status: int, code: str) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert set(body) == {"error", "message"}
    assert body["error"] == code
    assert body["message"]
    return str(body["message"])


@pytest.mark.parametrize("content", ["{", "", "[", '{"a": }', "nonsense", "\x00", '{"a": NaN'])
def test_malformed_json_is_refused(client: TestClient, content: str) -> None:
    answer = client.post("/chat/conversations", content=content, headers=JSON)

    assert answer.status_code in (400, 422)
    assert answer.json()["error"] in ("malformed", "not_valid")


def test_malformed_json_is_said_to_be_so(client: TestClient) -> None:
    message = check(
        client.post("/chat/resume", content='{"return_code": ', headers=JSON), 400, "malformed"
    )

    assert "JSON" in message


@pytest.mark.parametrize("content", [b"\xff\xfe", b'{"return_code": "\xff"}', b'"\xc3('])
def test_bytes_that_are_no_text_are_refused(client: TestClient, content: bytes) -> None:
    answer = client.post("/chat/resume", content=content, headers=JSON)

    assert answer.status_code in (400, 422)
    assert set(answer.json()) == {"error", "message"}


@pytest.mark.parametrize("path", ["/nowhere", "/chat", "/api/v1/", "/chat/conversations/x/y/z"])
def test_a_page_that_is_not_there(client: TestClient, path: str) -> None:
    check(client.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/chat/conversations"), ("GET", "/chat/resume"), ("PATCH", "/healthz")],
)
def test_what_cannot_be_done_here(client: TestClient, method: str, path: str) -> None:
    check(client.request(method, path), 405, "method_not_allowed")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"return_code": 5},
        {"return_code": None},
        {"return_code": ["a"]},
        {"other": "x"},
        [],
        "text",
        None,
    ],
)
def test_parts_that_are_missing_or_wrong_are_named(client: TestClient, body: object) -> None:
    message = check(client.post("/chat/resume", json=body), 422, "not_valid")

    assert message.startswith("These parts are missing or not right")
    assert not message.endswith(": .")


def test_an_id_that_is_none_is_not_valid(client: TestClient) -> None:
    answer = client.get("/chat/conversations/nonsense", headers={"Authorization": "Bearer x"})

    check(answer, 422, "not_valid")


def test_what_was_typed_is_never_repeated_in_an_error(client: TestClient) -> None:
    begun = client.post("/chat/conversations", json={}).json()
    headers = {"Authorization": f"Bearer {begun['token']}"}

    answer = client.post(
        f"/chat/conversations/{begun['id']}/turns",
        json={"turn_id": "nonsense", "text": "my very own secret"},
        headers=headers,
    )

    check(answer, 422, "not_valid")
    assert "my very own secret" not in answer.text
    assert "nonsense" not in answer.text


def test_a_body_that_nests_too_deep_is_refused(client: TestClient) -> None:
    answer = client.post("/chat/resume", content="[" * 100_000, headers=JSON)

    assert answer.status_code in (400, 413, 422)
    assert set(answer.json()) == {"error", "message"}


def raising(error: Exception) -> TestClient:
    """Return an app that does nothing but fail in this way."""
    app = FastAPI()
    install_error_handlers(app)

    @app.get("/")
    def fail() -> None:
        raise error

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("SELECT 1", {"words": "my secret"}, Exception("database is locked")),
        OperationalError("INSERT", {"words": "my secret"}, Exception("database or disk is full")),
        InterfaceError("SELECT 1", {"words": "my secret"}, Exception("closed")),
        IntegrityError("INSERT", {"words": "my secret"}, Exception("UNIQUE")),
        NoConnectionFree("QueuePool limit of size 10 overflow 50 reached"),
    ],
)
def test_a_record_that_cannot_be_reached_is_said_so(error: Exception) -> None:
    answer = raising(error).get("/")

    assert check(answer, 503, "unavailable") == Unavailable().message
    assert "my secret" not in answer.text


def test_a_wrong_key_is_an_error_of_the_site_and_shows_nothing() -> None:
    answer = raising(KeyUnusable("What is kept at message.words:1 does not open.")).get("/")

    assert "message.words" not in check(answer, 503, "key_unusable")


def test_a_missing_model_is_said_so() -> None:
    answer = raising(ModelMissing(Path("/somewhere/models"))).get("/")

    assert "/somewhere" not in check(answer, 503, "reader_missing")


@pytest.mark.parametrize(
    "error",
    [ValueError("my secret"), RuntimeError("my secret"), KeyError("my secret")],
)
def test_what_nobody_foresaw_has_the_same_shape_and_shows_nothing(error: Exception) -> None:
    answer = raising(error).get("/")

    check(answer, 500, "service_error")
    assert "my secret" not in answer.text


def test_an_error_does_not_stop_the_next_request(client: TestClient) -> None:
    assert client.get("/nowhere").status_code == 404

    assert client.post("/chat/conversations", json={}).status_code == 201
