"""Figures for this machine or for whoever has the token; no figure holds an id or a word."""

from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service
from api.settings import Settings
from api.turn.service import Turns
from api.watch import metrics
from tests.builders import FakeBot

CANARY = "quokkapuddle"
TOKEN = "a token for the figures"


@pytest.fixture
def here(
    client: TestClient, readings: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> TestClient:
    """Somebody on the machine itself."""
    monkeypatch.setattr(metrics, "get_reading_sessions", lambda: readings)
    return TestClient(client.app, client=("127.0.0.1", 50_000))


def test_the_figures_can_be_read_by_prometheus(here: TestClient) -> None:
    here.get("/livez")

    families = {f.name: f for f in text_string_to_metric_families(here.get("/metrics").text)}

    assert families["ownwords_waiting_conversations"].samples[0].value == 0
    counted = {
        tuple(sample.labels.values()): sample.value
        for sample in families["ownwords_requests"].samples
        if sample.name.endswith("_total")
    }
    assert counted["GET", "/livez", "200"] >= 1


def waiting_by(page: str) -> float:
    families = {family.name: family for family in text_string_to_metric_families(page)}
    return families["ownwords_waiting_conversations"].samples[0].value


def test_all_conversations_that_wait_are_counted(
    here: TestClient, turns: Turns, bot: FakeBot
) -> None:
    bot.away = True
    for _ in range(101):
        service.start(turns)

    assert waiting_by(here.get("/metrics").text) == 101


def test_no_label_holds_an_id_or_what_was_typed(here: TestClient) -> None:
    begun = here.post("/chat/conversations", json={}).json()
    headers = {"Authorization": f"Bearer {begun['token']}"}
    turn = {"turn_id": str(uuid4()), "text": CANARY}
    here.post(f"/chat/conversations/{begun['id']}/turns", json=turn, headers=headers)
    here.get(f"/{CANARY}")
    here.request(CANARY.upper(), "/livez")

    page = here.get("/metrics").text

    assert CANARY not in page.lower()
    assert begun["id"] not in page
    assert 'route="/chat/conversations/{conversation_id}/turns"' in page
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            for value in sample.labels.values():
                with pytest.raises(ValueError, match="UUID"):
                    UUID(value)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via"])
def test_through_a_proxy_nobody_is_this_machine(here: TestClient, header: str) -> None:
    assert here.get("/metrics").status_code == 200
    assert here.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_another_machine_is_told_that_there_is_nothing(client: TestClient) -> None:
    assert TestClient(client.app, client=("192.0.2.7", 50_000)).get("/metrics").status_code == 404


def test_with_a_token_set_it_alone_opens(here: TestClient, settings: Settings) -> None:
    settings.metrics_token = SecretStr(TOKEN)

    def asked(**headers: str) -> int:
        return here.get("/metrics", headers=headers).status_code

    assert asked() == 404
    assert asked(Authorization="Bearer wrong") == 404
    assert asked(Authorization=f"Basic {TOKEN}") == 404
    assert asked(Authorization=f"Bearer {TOKEN}") == 200


def test_alive_is_said_whatever_else_is_down(client: TestClient) -> None:
    assert client.get("/livez").json() == {"status": "ok"}
