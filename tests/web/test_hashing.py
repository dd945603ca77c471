"""A password or a code is hashed, which is slow on purpose, or a wording is read, and everybody
else is answered meanwhile."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

import nlp
from api.chat import codes
from api.core.clock import utc_now
from api.models import User
from api.user import password_reset, service
from tests.web.conftest import PASSWORD, field
from tests.web.test_review import sign_in

AFTER = "marmalade lantern orbit"


class Slow:
    """Hashes as before; while it does, somebody sends a turn. `kept` says how each was answered."""

    def __init__(self, site: FastAPI) -> None:
        self.cheap, self.kept = service.HASHER, list[int]()
        self._talker = TestClient(site)
        self._begun = self._talker.post("/chat/conversations", json={}).json()
        self.check_needs_rehash = self.cheap.check_needs_rehash

    def verify(self, kept: str, password: str) -> bool:
        self.meanwhile()
        return self.cheap.verify(kept, password)

    def hash(self, password: str) -> str:
        self.meanwhile()
        return self.cheap.hash(password)

    def meanwhile(self) -> None:
        turn = {"turn_id": str(uuid4()), "text": "hello"}
        headers = {"Authorization": f"Bearer {self._begun['token']}"}
        where = f"/chat/conversations/{self._begun['id']}/turns"
        self.kept.append(self._talker.post(where, json=turn, headers=headers).status_code)


@pytest.fixture
def slow(site: FastAPI, practitioner: str, monkeypatch: pytest.MonkeyPatch) -> Slow:
    slow = Slow(site)
    monkeypatch.setattr(service, "HASHER", slow)
    return slow


def change(browser: TestClient, sessions: sessionmaker[Session]) -> str:
    sign_in(browser)
    csrf = field(browser.get("/review/account/password").text, "csrf")
    form = {"csrf": csrf, "before": PASSWORD, "after": AFTER}
    return browser.post("/review/account/password", data=form).text


def choose(browser: TestClient, sessions: sessionmaker[Session]) -> str:
    with sessions.begin() as session:
        given = password_reset.reset(session, "sam", now=utc_now())
    csrf = field(sign_in(browser, password=given), "csrf")
    form = {"csrf": csrf, "password": AFTER, "again": AFTER}
    return browser.post("/review/password", data=form).text


@pytest.mark.parametrize(
    ("way", "shown", "hashes"),
    [(change, "Your password is changed", 4), (choose, "Conversations", 4)],
)
def test_a_turn_is_kept_while_a_password_is_hashed(
    browser: TestClient,
    sessions: sessionmaker[Session],
    slow: Slow,
    way: Callable[[TestClient, sessionmaker[Session]], str],
    shown: str,
    hashes: int,
) -> None:
    page = way(browser, sessions)

    assert shown in page
    assert slow.kept == [200] * hashes


@pytest.mark.parametrize(
    ("asked", "sent", "shown"),
    [
        ("/review/invites", {"reference": "ASC-2024/0117"}, "/review/invites"),
        ("/review/kiosks", {"name": "Library"}, "Library"),
    ],
)
def test_a_turn_is_kept_while_a_code_is_hashed(
    browser: TestClient,
    sessions: sessionmaker[Session],
    slow: Slow,
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
    sent: dict[str, str],
    shown: str,
) -> None:
    with sessions.begin() as session:
        session.query(User).update({"role": "lead"})
    sign_in(browser)
    csrf, before = field(browser.get(asked).text, "csrf"), len(slow.kept)
    cheap = codes.slow_hash

    def while_a_turn_comes(*given: Any) -> bytes:
        slow.meanwhile()
        return cheap(*given)

    monkeypatch.setattr(codes, "slow_hash", while_a_turn_comes)
    page = browser.post(asked, data={"csrf": csrf, **sent})

    assert page.status_code == 200
    assert shown in page.text
    assert slow.kept[before:] == [200]


def test_who_is_signed_out_meanwhile_changes_nothing_and_signs_in_anew(
    browser: TestClient,
    sessions: sessionmaker[Session],
    practitioner: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(browser)
    csrf = field(browser.get("/review/account/password").text, "csrf")
    hashed = service.hashed

    def while_an_administrator_ends_it(password: str) -> str:
        with sessions.begin() as session:
            service.sign_out_everywhere(session, practitioner)
        return hashed(password)

    monkeypatch.setattr(service, "hashed", while_an_administrator_ends_it)
    form = {"csrf": csrf, "before": PASSWORD, "after": AFTER}
    page = browser.post("/review/account/password", data=form)

    assert page.url.path == "/review/sign-in"
    assert "Conversations" in sign_in(browser)


def test_a_turn_is_kept_while_a_wording_is_read(
    browser: TestClient, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(text: str, *, audience: str) -> SimpleNamespace:
        slow.meanwhile()
        return SimpleNamespace(as_dict=lambda: {"label": "personal"})

    sign_in(browser)
    before = len(slow.kept)
    monkeypatch.setattr(nlp, "assess", read)
    monkeypatch.setattr(nlp, "deepen", lambda found: None)

    answer = browser.post("/api/v1/assessments", json={"text": "to sleep well"})

    assert answer.json() == {"label": "personal", "deeper": None}
    assert slow.kept[before:] == [200]
