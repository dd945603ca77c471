"""The adult reads who looked: their work, the day and what was done; names only where the council
lets them be shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from api.audit.service import write
from api.chat.schemas import Started
from api.errors import NotAllowed
from api.looked.service import WROTE, deed_of, who_looked
from api.models import Conversation
from api.turn.service import Turns
from api.user.service import add_user
from tests.api.desk import audit
from web.wording import words_in

# About the work or the machine, or the adult's own: none of their words was read, copied or
# written about.
NO_DEED = {
    *("listed", "erased", "asked_to_erase", "read_audit", "read_who_looked"),
    *("assigned", "allocated", "released", "glass_seen", "read_glass"),
    *("signed_in", "sign_in_refused", "code_refused", "codes_set_up", "codes_reset"),
    *("password_changed", "password_refused", "password_reset"),
    *("signed_out_everywhere", "signed_out_elsewhere"),
    *("recovery_codes_made", "recovery_code_used", "user_added", "identity_linked"),
    *("user_disabled", "token_added", "token_revoked"),
    *("held", "hold_lifted", "retained_until", "keys_rotated", "backed_up"),
    *("alert_acknowledged", "escalated", "not_escalated", "marked_read", "review_day_set"),
    *("flag_accepted", "flag_undone", "supporter_ended", "household_linked", "household_unlinked"),
    *("case_linked", "case_changed", "case_unlinked", "case_searched"),
    *("invite_made", "invite_revoked", "invite_used", "invite_refused"),
    *("kiosk_added", "kiosk_code_made", "kiosk_set_up", "kiosk_revoked", "kiosk_rang"),
    "kiosk_answered",
}

Write = Callable[..., None]
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def write_down(sessions: sessionmaker[Session], started: Started) -> Write:
    def written(
        actor: str, action: str, days: int = 0, about: str = "", at: datetime = MONDAY
    ) -> None:
        with sessions.begin() as session:
            moment = at + timedelta(days=days)
            write(session, actor, action, about or str(started.id), moment)

    return written


@pytest.fixture(autouse=True)
def accounts(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        add_user(session, "sam", "a long enough password")
        add_user(session, "lee", "a long enough password", "lead")


def test_what_one_person_did_in_a_day_is_one_line_and_the_newest_day_is_first(
    turns: Turns, started: Started, write_down: Write
) -> None:
    for action in ("viewed", "told", "viewed", "summary_written"):
        write_down("user:sam", action)
    write_down("user:lee", "exported_pdf_notes", days=1)

    found = who_looked(turns, started.id).model_dump()["days"]

    assert found == [
        {"day": date(2026, 3, 3), "looks": [{"who": "lead", "name": None, "did": ["copied"]}]},
        {
            "day": date(2026, 3, 2),
            "looks": [{"who": "practitioner", "name": None, "did": ["looked", "wrote"]}],
        },
    ]


@pytest.mark.parametrize(
    ("actor", "who"),
    [
        ("user:sam", "practitioner"),
        ("user:lee", "lead"),
        ("user:gone", "staff"),
        ("token:case system", "program"),
        ("system", "system"),
    ],
)
def test_everybody_who_looked_is_told_by_their_work(
    turns: Turns, started: Started, write_down: Write, actor: str, who: str
) -> None:
    write_down(actor, "viewed")

    assert [look.who for look in who_looked(turns, started.id).days[0].looks] == [who]


def test_a_name_is_shown_only_where_the_council_says_so(
    turns: Turns, started: Started, write_down: Write
) -> None:
    write_down("user:sam", "viewed")
    write_down("token:case system", "viewed")
    assert "sam" not in who_looked(turns, started.id).model_dump_json()

    turns.settings.show_staff_names = True

    names = [look.name for look in who_looked(turns, started.id).days[0].looks]
    assert names == ["sam", None]


def test_what_is_no_look_and_what_is_about_another_is_not_in_it(
    turns: Turns, started: Started, write_down: Write
) -> None:
    for action in ("allocated", "escalated", "held", "flag_accepted", "read_audit"):
        write_down("user:sam", action)
    write_down("adult", "asked_to_erase")
    write_down("user:sam", "viewed", about=str(uuid4()))

    assert who_looked(turns, started.id).days == []


def test_that_the_adult_asked_is_in_the_audit(
    turns: Turns, started: Started, sessions: sessionmaker[Session]
) -> None:
    who_looked(turns, started.id)

    assert audit(sessions)[-1] == ("adult", "read_who_looked", str(started.id))


def test_reading_it_again_and_again_is_written_down_once_in_a_quarter_of_an_hour(
    turns: Turns, started: Started, sessions: sessionmaker[Session]
) -> None:
    for minutes in (0, 1, 14, 15, 16, 29):
        now = MONDAY + timedelta(minutes=minutes)
        who_looked(replace(turns, clock=lambda now=now: now), started.id)

    assert [row[1] for row in audit(sessions)].count("read_who_looked") == 2


def test_a_look_just_after_midnight_in_summer_is_of_that_day(
    turns: Turns, started: Started, write_down: Write
) -> None:
    write_down("user:sam", "viewed", at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))

    assert [one.day for one in who_looked(turns, started.id).days] == [date(2026, 7, 2)]


def test_family_who_took_over_learn_nothing(
    turns: Turns, started: Started, sessions: sessionmaker[Session], write_down: Write
) -> None:
    write_down("user:sam", "viewed")
    with sessions.begin() as session:
        conversation = session.get(Conversation, started.id)
        assert conversation is not None
        conversation.voice = "family"

    with pytest.raises(NotAllowed):
        who_looked(turns, started.id)


def test_it_can_be_asked_for_as_json(
    client: TestClient, started: Started, write_down: Write
) -> None:
    write_down("user:sam", "viewed")
    mine = {"Authorization": f"Bearer {started.token}"}

    answer = client.get(f"/chat/conversations/{started.id}/looked", headers=mine)

    look = {"who": "practitioner", "name": None, "did": ["looked"]}
    assert answer.json() == {"days": [{"day": "2026-03-02", "looks": [look]}]}


def test_every_action_of_the_audit_is_a_look_a_copy_or_writing_or_known_to_be_none() -> None:
    """An action that is new says here which it is; else the adult would not hear of it."""
    known = {name for name, _ in words_in().audit.actions.pairs()}

    assert {name for name in known if deed_of(name) is None} == NO_DEED


def test_every_action_that_is_called_writing_is_one_of_the_audits() -> None:
    known = {name for name, _ in words_in().audit.actions.pairs()}

    assert known >= WROTE
    assert {deed_of(name) for name in known if "exported" in name} == {"copied"}
