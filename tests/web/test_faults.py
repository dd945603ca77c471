"""When something behind the pages fails, the words are given back."""

from typing import NoReturn

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from api.chat import service
from tests.web.conftest import field
from tests.web.script_bot import ScriptBot


def failing(*args: object, **named: object) -> NoReturn:
    raise OperationalError("insert", {}, Exception("disk full"))


def crowded(*args: object, **named: object) -> NoReturn:
    raise NoConnectionFree("QueuePool limit of size 10 overflow 20 reached")


def unforeseen(*args: object, **named: object) -> NoReturn:
    raise RuntimeError("please keep this")


@pytest.mark.parametrize(("fault", "status"), [(failing, 503), (crowded, 503), (unforeseen, 500)])
def test_words_that_could_not_be_kept_are_given_back(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch, fault: object, status: int
) -> None:
    browser.post("/start")
    form = {"turn_id": field(browser.get("/").text, "turn_id"), "words": "please keep this"}
    monkeypatch.setattr(service, "take", fault)

    answer = browser.post("/say", data=form)

    assert answer.status_code == status
    assert "please keep this</textarea>" in answer.text
    assert field(answer.text, "turn_id") == form["turn_id"]

    monkeypatch.undo()
    assert "please keep this" in browser.post("/say", data=form).text


def test_exit_works_even_where_the_record_does_not(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.post("/start")
    monkeypatch.setattr(service, "leave", failing)

    answer = browser.post("/exit")

    assert answer.status_code == 200
    assert "refresh" in answer.headers


def test_a_script_gets_plain_words_too(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.post("/start")
    monkeypatch.setattr(service, "take", failing)

    answer = browser.post("/say", data={"words": "x"}, headers={"Accept": "application/json"})

    assert answer.status_code == 503
    assert answer.json()["error"] == "unavailable"


def test_a_script_gets_what_is_new_and_the_next_turn(browser: TestClient, bot: ScriptBot) -> None:
    browser.post("/start")
    page = browser.get("/").text
    form = {"turn_id": field(page, "turn_id"), "words": "yes", "after": "2"}

    update = browser.post("/say", data=form, headers={"Accept": "application/json"}).json()

    assert [(m["seq"], m["from"]) for m in update["messages"]] == [(3, "person"), (4, "bot")]
    assert update["turn_id"] != form["turn_id"]
    assert (update["waiting"], update["closed"]) == (False, False)


def test_a_script_is_told_that_the_page_closes_and_nothing_else(browser: TestClient) -> None:
    browser.post("/start")
    form = {"choice": "No, not now", "turn_id": "x"}

    update = browser.post("/say", data=form, headers={"Accept": "application/json"}).json()

    assert update["closed"] is True
    assert update["messages"] == []
