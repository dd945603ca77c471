"""An alert that nobody acknowledges is written about: in time, once, and saying nothing."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service as chat
from api.chat.schemas import Started
from api.escalation.health import standing
from api.escalation.service import escalate, pause_after
from api.escalation.worker import post_of
from api.models import Alert, Escalation
from api.settings import Settings
from api.turn.service import Turns
from tests.api.desk import audit
from tests.api.escalation.conftest import DUTY, HEAD, SAID, a_duty
from tests.api.escalation.servers import MailServer, a_mail_server
from tests.ports import free_port

Sessions = sessionmaker[Session]
Raised = tuple[UUID, datetime]


def later(alert: Raised, minutes: float) -> datetime:
    return alert[1] + timedelta(minutes=minutes)


def run(sessions: Sessions, settings: Settings, now: datetime) -> int:
    return escalate(sessions, settings, post_of(settings), now=now)


def to_whom(mail: MailServer) -> list[str]:
    return [address for address, _ in mail.letters]


def test_nobody_is_written_to_before_the_time(
    sessions: Sessions, on_duty: Settings, mail: MailServer, alert: Raised
) -> None:
    assert run(sessions, on_duty, later(alert, 29)) == 0
    assert mail.letters == []


def test_each_step_is_written_to_once_however_often_it_is_looked_at(
    sessions: Sessions, on_duty: Settings, mail: MailServer, alert: Raised
) -> None:
    for minutes in (30, 31, 60, 119):
        run(sessions, on_duty, later(alert, minutes))
    assert to_whom(mail) == [DUTY]

    for minutes in (120, 121, 600):
        run(sessions, on_duty, later(alert, minutes))
    assert to_whom(mail) == [DUTY, HEAD]


def test_an_acknowledged_alert_is_written_about_no_more(
    sessions: Sessions, on_duty: Settings, mail: MailServer, alert: Raised
) -> None:
    run(sessions, on_duty, later(alert, 30))
    with sessions.begin() as session:
        session.scalars(select(Alert)).one().acknowledged_at = later(alert, 40)

    run(sessions, on_duty, later(alert, 500))

    assert to_whom(mail) == [DUTY]


def test_the_e_mail_says_that_there_is_something_and_where_and_nothing_else(
    sessions: Sessions, on_duty: Settings, mail: MailServer, alert: Raised, started: Started
) -> None:
    run(sessions, on_duty, later(alert, 30))

    _, letter = mail.letters[0]
    link = f"https://words.example.org/review/conversations/{started.id}"
    assert letter.get_content().replace("\r\n", "\n") == (
        f"There is something to look at:\n\n{link}\n\nPlease sign in to see it.\n\n"
        "This message was sent by a program. Nobody reads replies.\n"
    )
    assert (letter["Subject"], letter["To"]) == ("There is something to look at", DUTY)
    assert letter["Auto-Submitted"] == "auto-generated"
    rest = " ".join(str(value) for value in letter.values()).casefold()
    told = [*SAID.casefold().split(), "danger", "abuse", "alert", "safeguard"]
    assert [word for word in told if re.search(rf"\b{word}\b", rest)] == ["is"]


def test_an_e_mail_sent_is_in_the_conversations_own_audit(
    sessions: Sessions, on_duty: Settings, mail: MailServer, alert: Raised, started: Started
) -> None:
    run(sessions, on_duty, later(alert, 30))

    assert ("system", "escalated", str(started.id)) in audit(sessions)


def test_a_mail_server_that_is_away_is_tried_again_ever_more_rarely(
    sessions: Sessions, settings: Settings, alert: Raised, started: Started
) -> None:
    port = free_port()
    away = a_duty(settings, smtp_port=port)
    for minutes in (30, 30.5, 31, 31.5, 33):
        assert run(sessions, away, later(alert, minutes)) == 0
    with sessions.begin() as session:
        row = session.scalars(select(Escalation)).one()
        assert (row.tries, row.fault) == (3, "unreachable")
        assert row.next_try_at == later(alert, 37)
    faults = [row for row in audit(sessions) if row[1] == "not_escalated"]
    assert faults == [("system", "not_escalated", str(started.id))]

    with a_mail_server(port) as mail:
        assert run(sessions, away, later(alert, 37)) == 1
    assert to_whom(mail) == [DUTY]


def test_one_refused_address_keeps_none_of_the_others_waiting(
    sessions: Sessions, settings: Settings, mail: MailServer, alert: Raised
) -> None:
    mail.refuses = {DUTY}
    both = a_duty(settings, smtp_port=mail.port, escalation=[{"minutes": 5, "to": [DUTY, HEAD]}])

    run(sessions, both, later(alert, 6))

    assert to_whom(mail) == [HEAD]
    with sessions.begin() as session:
        found = standing(session, both, now=later(alert, 7))
    assert (found.waiting, found.failing, found.fault) == (1, 1, "refused")
    assert found.since == later(alert, 5)


def test_two_processes_send_one_e_mail(
    sessions: Sessions, on_duty: Settings, mail: MailServer, alert: Raised
) -> None:
    """The second looks while the first is sending."""
    now = later(alert, 30)

    class Slow:
        def send(self, _letter: object) -> None:
            assert run(sessions, on_duty, now) == 0

    assert escalate(sessions, on_duty, Slow(), now=now) == 1
    assert mail.letters == []


def test_a_conversation_erased_while_the_e_mail_goes_out_is_no_fault(
    sessions: Sessions, on_duty: Settings, turns: Turns, alert: Raised, started: Started
) -> None:
    class Erasing:
        def send(self, _letter: object) -> None:
            with sessions.begin() as session:
                session.delete(session.scalars(select(Alert)).one())

    escalate(sessions, on_duty, Erasing(), now=later(alert, 30))

    with sessions.begin() as session:
        assert session.scalars(select(Escalation)).all() == []
    assert chat.read(turns, started.id).messages


def test_an_address_that_was_taken_out_of_the_settings_is_written_to_no_more(
    sessions: Sessions, settings: Settings, mail: MailServer, alert: Raised
) -> None:
    run(sessions, a_duty(settings, smtp_port=free_port()), later(alert, 30))
    changed = [{"minutes": 30, "to": [HEAD]}]

    run(sessions, a_duty(settings, smtp_port=mail.port, escalation=changed), later(alert, 60))

    assert to_whom(mail) == [HEAD]


@pytest.mark.parametrize(("tries", "minutes"), [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (99, 30)])
def test_the_pause_doubles_up_to_half_an_hour(tries: int, minutes: int) -> None:
    assert pause_after(tries) == timedelta(minutes=minutes)
