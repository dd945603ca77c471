"""A kiosk that staff have set up, and somebody at the desk."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from api.core.clock import utc_now
from api.kiosk import service
from api.models import User
from api.settings import Settings
from api.turn.service import Turns
from api.user.service import add_user
from api.vault.keys import KeyRing
from tests.api.kiosk.test_kiosks import LEAD
from tests.web.conftest import ORIGIN, PASSWORD
from tests.web.moment import Moment
from tests.web.test_review import sign_in


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def turns(turns: Turns, moment: Moment) -> Turns:
    return replace(turns, clock=moment)


@pytest.fixture
def code(sessions: sessionmaker[Session], keys: KeyRing) -> str:
    with sessions.begin() as session:
        return service.add_kiosk(session, keys, LEAD, "Library", now=utc_now()).code


@pytest.fixture
def strict(settings: Settings) -> None:
    """Staff must set a screen up, as they must wherever it is no trial."""
    settings.kiosk_codes = "required"


@pytest.fixture
def kiosk(browser: TestClient, code: str) -> TestClient:
    """A screen that has been set up."""
    browser.post("/kiosk/set-up", data={"code": code})
    return browser


Staff = Callable[[str], TestClient]


@pytest.fixture
def staff(site: FastAPI, sessions: sessionmaker[Session]) -> Staff:
    """Return a function that signs somebody in with a role, in a browser of their own."""

    def signed_in(role: str) -> TestClient:
        with sessions.begin() as session:
            if session.query(User).filter(User.username == "sam").count() == 0:
                add_user(session, "sam", PASSWORD)
            session.execute(update(User).values(role=role))
        other = TestClient(site, headers={"Origin": ORIGIN})
        sign_in(other)
        return other

    return signed_in


def key_of(page: str) -> str:
    """Return the key with which a form of the practitioners' is sent."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None
    return found[1]
