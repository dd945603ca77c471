"""The list of what may leave in a span: every route of ours is on it, and nothing that is an id."""

import pytest

from tests.web import access_table
from traces.allowed import allowed, name_of

SOMEBODY = "6f1f7d1e-9d3b-4c39-a0a5-5b8bb0ee3c11"


def test_the_name_of_every_route_is_on_the_list() -> None:
    names = [f"{method} {path}" for method, path in access_table.TABLE]

    assert len(names) > 100
    assert [name for name in names if name_of(name) == "unnamed"] == []


@pytest.mark.parametrize(
    "name",
    [
        f"GET /chat/conversations/{SOMEBODY}", "GET /chat/six little words", "my own words",
        "FETCH /chat", "GET /chat?q=words", "GET /Chat", "turn of words", "",
    ],
)  # fmt: skip
def test_any_other_name_is_taken_off(name: str) -> None:
    assert name_of(name) == "unnamed"


def test_ids_and_routes_are_kept() -> None:
    given = {
        "http.request.method": "POST", "http.route": "/chat/conversations/{conversation_id}/turns",
        "http.response.status_code": 200, "ownwords.conversation": SOMEBODY,
        "ownwords.turn": SOMEBODY, "next_action": "validate_outcome_form",
        "error.type": "BotUnavailable",
    }  # fmt: skip

    assert allowed(given) == given


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sender_id", SOMEBODY), ("url.path", "/chat"), ("ownwords.turn", "he hits me"),
        ("ownwords.conversation", [SOMEBODY]), ("http.response.status_code", True),
        ("http.response.status_code", 1234), ("error.type", "he hits me"),
        ("next_action", "Action Of Mine"), ("http.route", f"/chat/{SOMEBODY}"),
        ("http.route", "/chat\n"),
    ],
)  # fmt: skip
def test_everything_else_is_dropped(key: str, value: object) -> None:
    assert allowed({key: value}) == {}
