from inspect import iscoroutinefunction

import pytest
from fastapi.testclient import TestClient

from api.health import router as health_router
from api.health import service
from api.limits import Few
from api.settings import Settings
from api.watch.router import livez


def test_it_answers_once_everything_is_up(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health_router, "what_is_down", lambda settings: [])

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("down", [["rasa"], ["rasa", "actions"], ["database", "rasa", "actions"]])
def test_it_names_what_is_down(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, down: list[str]
) -> None:
    monkeypatch.setattr(health_router, "what_is_down", lambda settings: down)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "down", "down": down}


def test_asking_without_end_takes_no_threads(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Few(1, waiting=0)
    monkeypatch.setattr(health_router, "LOOKS", full)

    with full:
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["error"]) == (503, "overloaded")
    assert client.get("/livez").status_code == 200


def test_whether_it_is_alive_is_answered_though_every_thread_waits_for_something() -> None:
    """The supervisor ends what does not answer (cli.serve.hanging)."""
    assert iscoroutinefunction(livez)


def test_the_bot_is_up_where_both_its_processes_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(_env_file=None, rasa_port=6005, actions_port=6055)
    up = {"6005", "6055"}
    monkeypatch.setattr(service, "answers", lambda url: any(port in url for port in up))

    assert service.bot_is_up(settings)
    up.remove("6055")
    assert not service.bot_is_up(settings)


def test_each_part_is_looked_at_by_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(_env_file=None, rasa_port=6005, actions_port=6055)
    asked: list[str] = []

    def answers(url: str) -> bool:
        asked.append(url)
        return "6055" in url

    monkeypatch.setattr(service, "answers", answers)
    monkeypatch.setattr(service, "database_answers", lambda: True)

    assert service.what_is_down(settings) == ["rasa"]
    assert asked == ["http://127.0.0.1:6005/webhooks/case/", "http://127.0.0.1:6055/health"]


def test_a_part_that_does_not_listen_is_down() -> None:
    from tests.ports import free_port

    assert service.answers(f"http://127.0.0.1:{free_port()}/") is False
