"""The queue: who may be in danger first, then who is new, changed, owed news, or due."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.models import Alert, Casework, Conversation
from api.turn.service import Turns
from tests.api.desk import Desk, Headers, a_service_wish
from tests.api.talk import say
from tests.builders import FakeBot, an_answer

Seen = Callable[..., list[dict[str, Any]]]
NEED = {"command": "record_need", "text": "Nina"}


def an_alert(level: str = "now") -> dict[str, Any]:
    return {"command": "raise_alert", "id": str(uuid4()), "level": level, "kind": "danger"}


@pytest.fixture
def queue(client: TestClient, lead: Headers) -> Seen:
    def lines(**filters: Any) -> list[dict[str, Any]]:
        answer = client.get("/api/v1/queue", params=filters, headers=lead)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    return lines


@pytest.fixture
def desk(client: TestClient, lead: Headers, started: Started) -> Desk:
    return Desk(client, lead, started)


def read_all(desk: Desk) -> None:
    assert desk.do("PATCH", "/casework", {"read_seq": 10_000})[0] == 204


def test_it_goes_from_new_through_read_to_changed(
    queue: Seen, desk: Desk, turns: Turns, started: Started
) -> None:
    states = [queue()[0]["state"]]
    read_all(desk)
    states.append(queue()[0]["state"])
    say(turns, started, "one more thing")
    states.append(queue()[0]["state"])

    assert states == ["new", "in_hand", "changed"]


def test_an_alert_comes_before_everything_until_it_is_acknowledged(
    queue: Seen, desk: Desk, turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.answers = [an_answer(commands=[an_alert()])]
    say(turns, started, "help")
    read_all(desk)
    before = queue()[0]

    desk.do("POST", f"/alerts/{before['alerts'][0]['id']}/acknowledgement")

    assert (before["state"], queue()[0]["state"]) == ("alert", "in_hand")
    assert queue()[0]["alerts"][0]["acknowledged"] is True


def test_among_alerts_danger_now_comes_first_and_then_the_oldest(
    queue: Seen, turns: Turns, bot: FakeBot, sessions: sessionmaker[Session]
) -> None:
    ids = []
    for level in ("past", "now", "now", "worrying"):
        of = service.start(turns)
        bot.answers = [an_answer(commands=[an_alert(level)])]
        say(turns, of, "help")
        ids.append(str(of.id))
    with sessions.begin() as session:
        older = update(Alert).where(Alert.conversation_id == UUID(ids[2]))
        session.execute(older.values(at=utc_now() - timedelta(hours=2)))

    assert [line["id"] for line in queue()] == [ids[2], ids[1], ids[3], ids[0]]


def test_after_writing_it_waits_for_their_answer(
    queue: Seen, desk: Desk, turns: Turns, started: Started
) -> None:
    read_all(desk)
    desk.client.post(f"{desk.path}/messages", json={"text": "When?"}, headers=desk.headers)
    waiting = queue()[0]["state"]
    say(turns, started, "On Monday")

    assert (waiting, queue()[0]["state"]) == ("waiting", "changed")


def test_no_news_for_too_long_is_a_state_that_telling_them_ends(
    queue: Seen, desk: Desk, sessions: sessionmaker[Session]
) -> None:
    read_all(desk)
    with sessions.begin() as session:
        session.execute(update(Conversation).values(started_at=utc_now() - timedelta(days=15)))
    owed = queue()[0]

    told = {"told_on": utc_now().date().isoformat(), "how": "visit", "text": "We went."}
    desk.do("POST", "/informed", told)

    assert (owed["state"], owed["overdue"]) == ("overdue", True)
    assert (queue()[0]["state"], queue()[0]["overdue"]) == ("in_hand", False)


def test_a_new_conversation_that_is_owed_news_says_so_beside_its_state(
    queue: Seen, started: Started, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        session.execute(update(Conversation).values(started_at=utc_now() - timedelta(days=15)))

    assert (queue()[0]["state"], queue()[0]["overdue"]) == ("new", True)


@pytest.mark.parametrize(("days", "state"), [(0, "review_due"), (1, "in_hand")])
def test_a_review_is_due_on_its_day(queue: Seen, desk: Desk, days: int, state: str) -> None:
    read_all(desk)
    day = (utc_now().date() + timedelta(days=days)).isoformat()

    desk.do("PATCH", "/casework", {"review_due_on": day})

    assert queue()[0]["state"] == state


def test_a_person_who_comes_back_after_closing_is_seen(
    queue: Seen, desk: Desk, turns: Turns, started: Started
) -> None:
    read_all(desk)
    given = {"review": "declined", "agreed": "yes", "details": {"declined": "No."}}
    desk.do("POST", "/closing", given)
    closed = queue()[0]["state"]
    say(turns, started, "it has begun again")

    assert (closed, queue()[0]["state"]) == ("closed", "changed")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"state": "alert"}, True), ({"state": "new"}, False),
        ({"kind": "receive_service"}, True), ({"kind": "equipment"}, False),
        ({"theme": "control"}, True), ({"theme": "justice"}, False), ({"theme": "trol"}, False),
        ({"alert": "now"}, True), ({"alert": "any"}, True), ({"alert": "past"}, False),
        ({"needs": "yes"}, True), ({"needs": "no"}, False),
        ({"allocated": "nobody"}, True), ({"allocated": "me"}, False),
        ({"allocated": str(uuid4())}, False),
        ({"channel": "web"}, True), ({"channel": "kiosk"}, False),
        ({"status": "open"}, True), ({"status": "finished"}, False),
    ],
)  # fmt: skip
def test_it_can_be_narrowed(
    queue: Seen, turns: Turns, started: Started, bot: FakeBot, filters: Any, found: bool
) -> None:
    a_service_wish(turns, started, bot, an_alert(), NEED | {"id": str(uuid4())})

    assert bool(queue(**filters)) is found


def test_mine_are_those_given_to_me(
    queue: Seen, client: TestClient, desk: Desk, sessions: sessionmaker[Session]
) -> None:
    from api.user.service import add_user, sign_in

    with sessions.begin() as session:
        sam = add_user(session, "sam", "a long password")
        signed = sign_in(session, "sam", "a long password", client="x", now=utc_now())
    desk.do("PUT", "/allocations/sam")

    client.cookies.set("ow_review", signed.token)
    mine = client.get("/api/v1/queue", params={"allocated": "me"}).json()["items"]

    assert [line["allocated_to"] for line in mine] == [["sam"]]
    assert queue(allocated=str(sam))
    assert not queue(allocated="nobody")


def test_counts_say_how_many_are_in_each_state(
    client: TestClient, lead: Headers, desk: Desk, turns: Turns
) -> None:
    read_all(desk)
    service.start(turns)

    answer = client.get("/api/v1/queue", params={"state": "new"}, headers=lead).json()

    assert answer["counts"] == {"new": 1, "in_hand": 1}
    assert (answer["total"], len(answer["items"])) == (1, 1)


def test_pages_are_parts_of_one_order(queue: Seen, turns: Turns) -> None:
    for _ in range(5):
        service.start(turns)

    pages = [queue(per_page=2, page=page) for page in (1, 2, 3, 4)]

    assert [line for page in pages for line in page] == queue()


def test_no_casework_outlives_its_conversation(
    desk: Desk, started: Started, sessions: sessionmaker[Session]
) -> None:
    from api.record.service import erase_conversation

    read_all(desk)
    with sessions.begin() as session:
        erase_conversation(session, started.id)
        assert session.get(Casework, started.id) is None
