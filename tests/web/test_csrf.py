"""No page of another site can do anything here in somebody's name, and no look changes anything."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.chat.deps import CHAT_COOKIE
from api.db import Base
from tests.web.access_table import TABLE
from tests.web.tries import Tries

# They look at no cookie: whoever sends them has the token or the code itself.
WITHOUT_COOKIES = {("POST", "/chat/conversations"), ("POST", "/chat/resume")}
CHANGES = [route for route in TABLE if route[0] != "GET" and route not in WITHOUT_COOKIES]
# They make the secret that a phone is shown; it counts only once a code of it was sent by a form.
SET_UP = {("GET", "/review/account/codes"), ("GET", "/review/set-up")}
LOOKS = [route for route in TABLE if route[0] == "GET" and route not in SET_UP]
# Looking is written down, notes when a session was last used, and gives a kiosk's page its time.
MAY_MOVE = {"audit_event", "user_session", "chat_session"}


@pytest.fixture
def tries(site: FastAPI, sessions: sessionmaker[Session]) -> Tries:
    return Tries(site, sessions)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
    ids=str,
)
def test_no_form_of_another_site_is_taken(tries: Tries, headers: dict[str, str]) -> None:
    signed = tries.sign_in("lead")
    tries.client.headers.update(headers)
    chat = f"{CHAT_COOKIE}={tries.token}"
    cookies = (chat, f"framed_{chat}", f"ow_review={signed.token}")
    tries.client.headers["Cookie"] = "; ".join(cookies)

    for route in CHANGES:
        answer = tries.send(route, signed)

        assert answer.status_code == 403, route
        assert "did not come from this page" in answer.text, route


def test_whoever_only_looks_changes_nothing(tries: Tries, sessions: sessionmaker[Session]) -> None:
    tries.belongs("theirs", "lead")
    signed = tries.sign_in("lead")
    before = everything(sessions)

    for route in LOOKS:
        tries.send(route, signed)

    assert everything(sessions) == before


def everything(sessions: sessionmaker[Session]) -> dict[str, list[Any]]:
    tables = [table for table in Base.metadata.sorted_tables if table.name not in MAY_MOVE]
    with sessions() as session:
        return {table.name: list(session.execute(select(table))) for table in tables}
