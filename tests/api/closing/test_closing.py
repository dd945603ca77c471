"""Closing: never before a review was done or declined with a reason; a disagreement is kept."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.chat.schemas import Started
from api.turn.service import Turns
from tests.api.desk import Desk, Headers, a_service_wish
from tests.builders import FakeBot


@pytest.fixture
def wish(turns: Turns, started: Started, bot: FakeBot) -> UUID:
    return a_service_wish(turns, started, bot)


@pytest.fixture
def desk(client: TestClient, lead: Headers, started: Started, wish: UUID) -> Desk:
    return Desk(client, lead, started)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"agreed": "yes"}, "review"),
        ({"review": "done", "agreed": "yes"}, "results"),
        ({"review": "declined", "agreed": "yes"}, "declined"),
        ({"review": "declined", "agreed": "yes", "details": {"declined": " "}}, "declined"),
        ({"review": "declined", "details": {"declined": "No thanks."}}, "agreed"),
        ({"review": "declined", "agreed": "no", "details": {"declined": "x"}}, "disagreement"),
        ({"review": "declined", "agreed": "no",
          "details": {"declined": "x", "disagreement": "Too soon."}}, "response"),
    ],
)  # fmt: skip
def test_closing_is_refused_while_something_is_missing(
    desk: Desk, given: dict[str, Any], missing: str
) -> None:
    status, body = desk.do("POST", "/closing", given)

    assert (status, body["error"]) == (422, "not_complete")
    assert missing in body["message"]
    assert desk.see()["closed_at"] is None


def test_a_review_with_an_answer_for_each_wish_closes(desk: Desk, wish: UUID) -> None:
    said = {"difference": "I sleep.", "next_time": "Ring Jo."}
    given = {"review": "done", "agreed": "yes", "results": {str(wish): "partly"}, "details": said}

    assert desk.do("POST", "/closing", given)[0] == 201

    (closing,) = desk.see()["closings"]
    assert closing["results"] == {str(wish): "partly"}
    assert (closing["details"]["difference"], closing["details"]["next_time"]) == (
        "I sleep.", "Ring Jo.",
    )  # fmt: skip
    assert (closing["by"], desk.see()["closed_at"] is not None) == ("token:lead system", True)


def test_a_disagreement_is_kept_with_what_was_done(desk: Desk) -> None:
    said = {"declined": "She is tired.", "disagreement": "Too soon.", "response": "A month more."}
    given = {"review": "declined", "agreed": "no", "details": said}

    assert desk.do("POST", "/closing", given)[0] == 201

    (closing,) = desk.see()["closings"]
    assert closing["agreed"] == "no"
    assert closing["details"]["disagreement"] == "Too soon."


def test_it_can_be_opened_again_and_the_closing_stays(desk: Desk) -> None:
    given = {"review": "declined", "agreed": "yes", "details": {"declined": "No."}}
    assert desk.do("DELETE", "/closing")[0] == 409
    desk.do("POST", "/closing", given)
    assert desk.do("POST", "/closing", given)[0] == 409

    assert desk.do("DELETE", "/closing")[0] == 204

    (closing,) = desk.see()["closings"]
    assert closing["reopened_by"] == "token:lead system"
    assert desk.see()["closed_at"] is None
