"""An error that nobody foresaw: a plain answer, and a log that does not repeat what was typed."""

import logging

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.main import create_app

WORDS = "something told to nobody else"


def a_site_that_raises(error: Exception | None) -> TestClient:
    """A site with one more page. Without an error it trips over the words themselves."""
    app = create_app()

    @app.get("/trips")
    def trips() -> None:
        if error is not None:
            raise error
        TypeAdapter(int).validate_python(WORDS)  # its message would hold the words

    return TestClient(app)


@pytest.mark.parametrize("error", [None, RuntimeError(WORDS), KeyError(WORDS)])
def test_it_is_answered_plainly_and_logged_without_words(
    error: Exception | None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = a_site_that_raises(error).get("/trips")

    assert answer.status_code == 500
    assert set(answer.json()) == {"error", "message"}
    assert WORDS not in answer.text + caplog.text
    assert "test_unforeseen.py:" in caplog.text, "where it happened is logged"


@pytest.mark.parametrize("error", [DatabaseError("x", None, Exception("malformed")), PoolTimeout()])
def test_a_database_that_fails_in_another_way_is_unavailable_too(error: Exception) -> None:
    answer = a_site_that_raises(error).get("/trips")

    assert answer.status_code == 503
    assert "could not be saved" in answer.json()["message"]
