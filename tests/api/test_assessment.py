from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from tests.conftest import MODELS

pytestmark = pytest.mark.skipif(not MODELS.exists(), reason="run `ownwords train` first")
ASSESS = "/api/v1/assessments"


def test_a_service_is_noticed_and_shown_where_it_stands(
    client: TestClient, lead: dict[str, str]
) -> None:
    words = "I want a care package"

    body = client.post(ASSESS, json={"text": words}, headers=lead).json()

    assert set(body) == {"label", "confidence", "spans", "themes", "model", "deeper"}
    assert body["label"] == "service"
    (span,) = body["spans"]
    assert words[span["start"] : span["end"]] == span["text"]
    assert body["deeper"] == {
        "question_id": "receive_service_1_named",
        "kind": "receive_service",
        "service_text": "a care package",
    }


def test_a_wish_of_ones_own_has_no_question_behind_it(
    client: TestClient, lead: dict[str, str]
) -> None:
    body = client.post(ASSESS, json={"text": "To sleep well at night"}, headers=lead).json()

    assert (body["label"], body["deeper"]) == ("personal", None)


@pytest.mark.parametrize("text", ["", " ", "😀", "\x00", "<b>", "x" * 20_000])
def test_any_text_can_be_assessed(client: TestClient, lead: dict[str, str], text: str) -> None:
    answer = client.post(ASSESS, json={"text": text}, headers=lead)

    assert answer.status_code == 200
    assert answer.json()["label"] in ("personal", "service", "mixed", "unclear")


def test_too_long_a_text_is_not_valid(client: TestClient, lead: dict[str, str]) -> None:
    answer = client.post(ASSESS, json={"text": "x" * 20_001}, headers=lead)

    assert (answer.status_code, answer.json()["error"]) == (422, "not_valid")


def test_nothing_is_kept_of_it(
    client: TestClient, as_role: Callable[[str], dict[str, str]]
) -> None:
    headers = as_role("practitioner")
    client.post(ASSESS, json={"text": "I want a care package"}, headers=headers)

    assert client.get("/api/v1/conversations", headers=headers).json()["total"] == 0
