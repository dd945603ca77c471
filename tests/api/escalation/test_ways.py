"""The two ways of sending, against servers that listen."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from pydantic import ValidationError

from api.escalation.notify import Notify
from api.escalation.port import Letter, NotSent
from api.escalation.smtp import Smtp
from api.settings import Settings
from tests.api.escalation.conftest import DUTY, a_duty
from tests.api.escalation.servers import a_certificate, a_mail_server, a_notify

SERVICE, SECRET = str(uuid4()), str(uuid4())
LETTER = Letter(to=DUTY, key="one.1.two", link="https://words.example.org/review")


def by_notify(settings: Settings, url: str, key: str = f"duty-{SERVICE}-{SECRET}") -> Notify:
    given = {"escalation_by": "notify", "notify_api_key": key, "notify_template": "the template"}
    return Notify(a_duty(settings, notify_url=url, **given))


def test_notify_gets_the_address_and_the_link_and_no_words(settings: Settings) -> None:
    with a_notify() as notify:
        by_notify(settings, notify.url).send(LETTER)

    path, headers, body = notify.asked[0]
    assert path == "/v2/notifications/email"
    assert body == {
        "email_address": DUTY,
        "template_id": "the template",
        "personalisation": {"link": LETTER.link},
        "reference": LETTER.key,
    }
    token = headers["Authorization"].removeprefix("Bearer ")
    decoded = jwt.decode(token, OctKey.import_key(SECRET))
    assert decoded.header == {"typ": "JWT", "alg": "HS256"}
    assert decoded.claims["iss"] == SERVICE
    assert isinstance(decoded.claims["iat"], int)


@pytest.mark.parametrize(
    ("status", "fault"),
    [(400, "refused"), (403, "signed_out"), (429, "refused"), (500, "unreachable")],
)
def test_what_notify_answers_is_said(settings: Settings, status: int, fault: str) -> None:
    with a_notify() as notify:
        notify.status = status
        with pytest.raises(NotSent) as said:
            by_notify(settings, notify.url).send(LETTER)

    assert said.value.fault == fault


def test_a_key_that_is_none_of_notifys_is_sent_nowhere(settings: Settings) -> None:
    with a_notify() as notify, pytest.raises(NotSent, match="signed_out"):
        by_notify(settings, notify.url, "something else").send(LETTER)

    assert notify.asked == []


def test_a_mail_server_elsewhere_is_spoken_to_in_secret_and_with_our_name(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted, context = a_certificate(tmp_path)
    secure: dict[str, Any] = {"smtp_security": "starttls", "smtp_user": "own-words"}
    with a_mail_server(secure=context) as mail:
        right = a_duty(settings, smtp_port=mail.port, smtp_password="the right one", **secure)
        with pytest.raises(NotSent, match="unreachable"):
            Smtp(right).send(LETTER)  # nobody vouches for its certificate
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        Smtp(right).send(LETTER)
        wrong = a_duty(settings, smtp_port=mail.port, smtp_password="another", **secure)
        with pytest.raises(NotSent, match="signed_out"):
            Smtp(wrong).send(LETTER)

    assert [address for address, _ in mail.letters] == [DUTY]


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_host": "mail.example.org"},  # in the clear, to another machine
        {"escalation_by": "notify"},  # without a key
        {"escalation": [{"minutes": 5, "to": ["duty@example.org\nBcc: x@example.org"]}]},
        {"escalation": [{"minutes": 0, "to": [DUTY]}]},
        {"escalation": [{"minutes": 5, "to": []}]},
    ],
)
def test_settings_that_cannot_work_stop_the_start(
    settings: Settings, given: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        a_duty(settings, **given)
