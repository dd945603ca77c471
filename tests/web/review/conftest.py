"""Somebody has talked, and a practitioner is signed in."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from api.models import User
from tests.web.practise import Practitioner
from tests.web.test_review import WISH, sign_in
from tests.web.test_without_scripts import say

RISK = "he is here, I am in danger"


@pytest.fixture
def sam(browser: TestClient, practitioner: str) -> Practitioner:
    browser.post("/start")
    for words in ("yes", WISH, RISK):
        say(browser, words)
    browser.cookies.clear()
    sign_in(browser)
    link = re.search(r'href="(/review/conversations/[^"#]+)"', browser.get("/review").text)
    assert link is not None
    return Practitioner(browser, link[1])


@pytest.fixture
def as_lead(sessions: sessionmaker[Session], sam: Practitioner) -> Practitioner:
    """The same person, with a lead's role."""
    with sessions.begin() as session:
        session.execute(update(User).values(role="lead"))
    return sam
