"""How fast anybody may go: starts, turns, sign-ins and codes, by whom they are counted."""

import threading
import time
from typing import Any
from uuid import uuid4

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy.orm import Session, sessionmaker

from api import limits
from api.chat.deps import client_of
from api.core.clock import utc_now
from api.errors import NotSignedIn, Overloaded, TooManyTries
from api.limits import Few
from api.settings import Settings
from api.user import codes, service
from api.user.service import add_user, sign_in
from api.vault.keys import KeyRing
from tests.until import until

PASSWORD = "twelve chars"


def from_address(host: str | None) -> str:
    scope: dict[str, Any] = {"type": "http", "client": (host, 1) if host else None}
    return client_of(Request(scope))


def test_a_household_counts_as_one_whatever_address_of_its_network_it_comes_from() -> None:
    assert from_address("2001:db8:1:2::1") == from_address("2001:db8:1:2:ffff::9")
    assert from_address("2001:db8:1:2::1") != from_address("2001:db8:1:3::1")
    assert from_address("192.0.2.1") != from_address("192.0.2.2")
    assert from_address("::ffff:192.0.2.1") != from_address("::ffff:192.0.2.2")
    assert from_address(None) == "unknown"


def test_whoever_came_once_is_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SWEPT_EVERY_SECONDS", 0.0)
    limits.forget_tries()
    limits.allow("5/minute", "still counted")
    for number in range(50):
        limits.allow("1/3 second", f"somebody {number}")
    known = limits._tries().storage.events

    def few() -> bool:
        limits.allow("9999/minute", "the next")
        return len(known) == 2

    assert len(known) == 51
    until(few)
    assert [len(known[who]) for who in known if "still counted" in who] == [1]


def test_conversations_cannot_be_begun_without_end(client: TestClient, settings: Settings) -> None:
    settings.starts_from = "2/minute"
    answers = [client.post("/chat/conversations", json={}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_one_conversation_that_sends_without_end_stops_no_other(
    client: TestClient, settings: Settings
) -> None:
    settings.turns_in_one = "2/minute"
    one, other = (client.post("/chat/conversations", json={}).json() for _ in range(2))

    assert [say(client, one) for _ in range(3)] == [200, 200, 429]
    assert say(client, other) == 200


def test_new_return_codes_cannot_be_asked_for_without_end(
    client: TestClient, settings: Settings
) -> None:
    settings.codes_in_one = "2/minute"
    one, other = (client.post("/chat/conversations", json={}).json() for _ in range(2))

    answers = [new_code(client, one) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json()["error"] == TooManyTries.code
    assert int(answers[-1].headers["Retry-After"]) > 0
    kept = {"return_code": answers[1].json()["return_code"]}
    assert client.post("/chat/resume", json=kept).status_code == 200, "the last one still opens it"
    assert new_code(client, other).status_code == 200


def new_code(client: TestClient, begun: dict[str, Any]) -> Response:
    headers = {"Authorization": f"Bearer {begun['token']}"}
    return client.post(f"/chat/conversations/{begun['id']}/return-code", headers=headers)


def say(client: TestClient, begun: dict[str, Any]) -> int:
    turn = {"turn_id": str(uuid4()), "text": "hello"}
    headers = {"Authorization": f"Bearer {begun['token']}"}
    where = f"/chat/conversations/{begun['id']}/turns"
    return client.post(where, json=turn, headers=headers).status_code


def test_one_password_cannot_be_tried_on_every_account(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Settings(_env_file=None, sign_ins_from="2/minute")
    monkeypatch.setattr(service, "get_settings", lambda: few)
    for name in ("ann", "bob"):
        with pytest.raises(NotSignedIn):
            sign_in(session, name, PASSWORD, client="x", now=utc_now())

    with pytest.raises(TooManyTries):
        sign_in(session, "cat", PASSWORD, client="x", now=utc_now())


def test_codes_cannot_be_tried_all_day_by_who_knows_the_password(
    session: Session, keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Settings(_env_file=None, codes_a_day="2/day", sign_in_tries="1000/minute")
    monkeypatch.setattr(codes, "get_settings", lambda: few)
    sam = add_user(session, "sam", PASSWORD)
    for _ in range(2):
        assert codes.enter_code(session, keys, sam, None, "123456", now=utc_now()) is None

    with pytest.raises(TooManyTries):
        codes.enter_code(session, keys, sam, None, "123456", now=utc_now())


def test_nobody_waits_for_the_database_while_a_password_is_hashed(
    sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    with sessions.begin() as session:
        add_user(session, "sam", PASSWORD)
    held: list[bool] = []
    cheap = service.HASHER

    class Noting:
        check_needs_rehash = cheap.check_needs_rehash

        def verify(self, kept: str, password: str) -> bool:
            held.extend((writing.in_transaction(), reading.in_transaction()))
            return cheap.verify(kept, password)

    monkeypatch.setattr(service, "HASHER", Noting())
    with sessions() as reading, sessions() as writing:
        signed = sign_in(writing, "sam", PASSWORD, client="x", now=utc_now(), reading=reading)
        writing.commit()

    assert signed.token
    assert held == [False, False]


def test_what_is_slow_is_done_by_few_at_once_and_nobody_waits_behind_many() -> None:
    few, inside, hold = Few(1, waiting=1), threading.Event(), threading.Event()

    def slow() -> None:
        with few:
            inside.set()
            hold.wait(5)

    threads = [threading.Thread(target=slow) for _ in range(2)]
    threads[0].start()
    inside.wait(5)
    threads[1].start()
    while few._room._value:
        time.sleep(0.001)
    with pytest.raises(Overloaded), few:
        pass
    hold.set()
    for thread in threads:
        thread.join()

    with few:
        pass
