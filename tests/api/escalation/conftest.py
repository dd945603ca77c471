from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from api.chat.schemas import Started
from api.models import Alert
from api.settings import Settings
from api.turn.service import Turns
from tests.api.escalation.servers import MailServer, a_mail_server
from tests.api.talk import say
from tests.builders import FakeBot, an_answer

DUTY, HEAD = "duty@example.org", "head@example.org"
STEPS = [{"minutes": 30, "to": [DUTY]}, {"minutes": 120, "to": [HEAD]}]
SAID = "he has a knife and Nina is here"


@pytest.fixture(scope="module")
def one_mail_server() -> Iterator[MailServer]:
    with a_mail_server() as server:
        yield server


@pytest.fixture
def mail(one_mail_server: MailServer) -> MailServer:
    """The mail server, empty."""
    one_mail_server.letters.clear()
    one_mail_server.refuses.clear()
    return one_mail_server


@pytest.fixture
def on_duty(settings: Settings, mail: MailServer) -> Settings:
    return a_duty(settings, smtp_port=mail.port)


def a_duty(settings: Settings, **changes: object) -> Settings:
    given = {"escalation": STEPS, "public_url": "https://words.example.org/"} | changes
    return Settings.model_validate(
        settings.model_dump(exclude={"escalation"}) | given  # checked again, as at a start
    )


@pytest.fixture
def alert(turns: Turns, started: Started, bot: FakeBot) -> tuple[UUID, datetime]:
    """An alert that the person's words raised, and when."""
    raised = {"command": "raise_alert", "id": str(uuid4()), "level": "now", "kind": "danger"}
    bot.answers = [an_answer(commands=[raised])]
    say(turns, started, SAID)
    with turns.sessions.begin() as session:
        row = session.scalars(select(Alert)).one()
        return row.id, row.at
