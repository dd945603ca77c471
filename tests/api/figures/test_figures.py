"""Figures for leads, counted on a real database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.casework.service import acknowledge
from api.chat import service as chat
from api.chat.schemas import Started
from api.closing.schemas import ClosingIn
from api.closing.service import close
from api.errors import NotAllowed
from api.figures.schemas import Months
from api.figures.service import read_figures
from api.models import Alert
from api.record.service import note_look
from api.told.service import tell
from api.turn.service import Turns
from api.user.service import add_user
from api.user.signed_in import SignedInUser
from tests.api.desk import audit
from tests.api.talk import say
from tests.builders import FakeBot, an_answer, an_assessment, an_outcome

MARCH = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
Person = Callable[..., Started]


@pytest.fixture
def lead(sessions: sessionmaker[Session]) -> SignedInUser:
    with sessions.begin() as session:
        user_id = add_user(session, "lena", "a long enough password", "lead")
    return SignedInUser(user_id, "lena", "lead", csrf="")


@pytest.fixture
def person(turns: Turns, bot: FakeBot) -> Person:
    """Return a function with which somebody begins, and says what these commands record."""

    def begins(*commands: dict[str, object], at: datetime = MARCH, words: str = "6") -> Started:
        then = replace(turns, clock=lambda: at)
        started = chat.start(then)
        bot.answers = [an_answer(commands=list(commands))]
        say(then, started, words)
        return started

    return begins


def figure(
    sessions: sessionmaker[Session],
    lead: SignedInUser,
    name: str,
    *,
    since: str = "2026-03",
    until: str = "2026-03",
) -> dict[str, dict[str, int]]:
    """Return what is shown: the numbers of each row by column, without those that are hidden."""
    months = Months(since=since, until=until)
    with sessions.begin() as session:
        found = read_figures(session, lead, months, now=NOW)
    (one,) = [figure for figure in found.figures if figure.name == name]
    return {
        row.name: {
            column: number
            for column, number in zip(one.columns, row.numbers, strict=True)
            if number is not None
        }
        for row in one.rows
        if row.some
    }


def mark(value: int, when: str) -> dict[str, object]:
    return {"command": "record_safety_scale", "id": str(uuid4()), "value": value, "when": when}


def test_safety_counts_those_who_said_it_twice(
    sessions: sessionmaker[Session], lead: SignedInUser, person: Person
) -> None:
    for _ in range(5):
        person(mark(2, "start"), mark(8, "review"))
        person(mark(1, "start"))

    assert figure(sessions, lead, "safety") == {"before": {"low": 5}, "after": {"high": 5}}


def test_a_small_number_is_hidden_and_no_total_stands_beside_it(
    sessions: sessionmaker[Session], lead: SignedInUser, person: Person
) -> None:
    for value in (2, 2, 2, 2, 2, 2, 9):
        person(mark(value, "start"), mark(value, "review"))

    assert figure(sessions, lead, "safety") == {"before": {"low": 5}, "after": {"low": 5}}


def test_only_whole_months_count_by_when_it_began(
    sessions: sessionmaker[Session], lead: SignedInUser, person: Person
) -> None:
    last_moment = datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)
    for at in [last_moment] * 5 + [last_moment + timedelta(seconds=1)] * 5:
        person(mark(2, "start"), mark(2, "review"), at=at)

    march = figure(sessions, lead, "safety")
    april = figure(sessions, lead, "safety", since="2026-04", until="2026-04")
    both = figure(sessions, lead, "safety", until="2026-04")

    assert march["before"] == april["before"] == {"low": 5}
    assert both["before"] == {"low": 10}
    assert figure(sessions, lead, "safety", since="2026-01", until="2026-02") == {}
    assert figure(sessions, lead, "safety", until="2026-12")["before"] == {"low": 10}


def test_what_came_about_is_as_answered_at_closing_else_in_the_chat(
    sessions: sessionmaker[Session], lead: SignedInUser, person: Person, turns: Turns
) -> None:
    for _ in range(5):
        for closed in (True, False):
            safer = an_assessment(themes=["safer"]).model_dump()
            wish = an_outcome("sleep", assessment=safer)
            said = {"command": "record_review", "outcome_id": wish["id"], "achieved": "not"}
            here = person(wish, said, words="I want to sleep")
            if closed:
                given = ClosingIn(review="done", agreed="yes", results={UUID(wish["id"]): "fully"})
                with sessions.begin() as session:
                    close(session, turns.keys, lead, here.id, given, now=NOW)

    assert figure(sessions, lead, "outcomes") == {"safer": {"fully": 5, "not": 5}}


def test_flags_are_counted_by_kind_and_decision(
    sessions: sessionmaker[Session], lead: SignedInUser, person: Person
) -> None:
    span = {"start": 0, "end": 5, "kind": "equipment", "side": "service"}
    read = an_assessment(label="service", spans=[span]).model_dump()
    for _ in range(5):
        person(an_outcome("a rail", assessment=read), words="a rail")

    assert figure(sessions, lead, "flags") == {"equipment": {"undecided": 5}}


def test_waiting_is_from_the_first_words_or_the_first_alert(
    sessions: sessionmaker[Session], lead: SignedInUser, person: Person, turns: Turns
) -> None:
    for _ in range(5):
        alert = {"command": "raise_alert", "id": str(uuid4()), "level": "now", "kind": "danger"}
        here = person(alert).id
        with sessions.begin() as session:
            seen = MARCH + timedelta(minutes=59)
            acknowledge(session, lead, here, UUID(str(alert["id"])), now=seen)
            note_look(session, lead, here, now=MARCH + timedelta(hours=23))
            note_look(session, lead, here, now=MARCH + timedelta(days=9))
            tell(session, turns.keys, lead, here, "hello", now=MARCH + timedelta(days=8))
            assert session.query(Alert).filter_by(acknowledged_at=None).count() == 0

    assert figure(sessions, lead, "waiting") == {
        "alert_seen": {"hour": 5}, "looked_at": {"day": 5}, "told": {"longer": 5},
    }  # fmt: skip


def test_only_a_lead_sees_figures_and_the_months_are_in_the_audit(
    sessions: sessionmaker[Session], lead: SignedInUser
) -> None:
    with pytest.raises(NotAllowed):
        figure(sessions, replace(lead, role="practitioner"), "safety")

    figure(sessions, lead, "safety", since="2026-01")

    assert audit(sessions)[-1] == ("user:lena", "listed", "figures 2026-01 2026-03")
