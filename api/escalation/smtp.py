"""By the council's mail server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate

from api.escalation.port import Letter, NotSent
from api.escalation.settings import EscalationSettings
from api.language.current import own_language

TIMEOUT_SECONDS = 15.0


def written(letter: Letter, sender: str) -> EmailMessage:
    """Return the e-mail: the same words for every alert there is."""
    said = own_language().words.mail
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, said.subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # so that no absence note comes back
    message.set_content(said.body.format(link=letter.link))
    return message


class Smtp:
    def __init__(self, settings: EscalationSettings) -> None:
        self._settings = settings

    def send(self, letter: Letter) -> None:
        try:
            with self._connected() as server:
                server.send_message(written(letter, self._settings.smtp_from))
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent("signed_out") from error
        except (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected) as error:
            raise NotSent("unreachable") from error
        except smtplib.SMTPException as error:
            raise NotSent("refused") from error
        except OSError as error:
            raise NotSent("unreachable") from error

    def _connected(self) -> smtplib.SMTP:
        given = self._settings
        host, port = given.smtp_host, given.smtp_port
        secure = ssl.create_default_context()
        if given.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=TIMEOUT_SECONDS, context=secure
            )
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        try:
            if given.smtp_security == "starttls":
                server.starttls(context=secure)
            if given.smtp_user:
                server.login(given.smtp_user, given.smtp_password.get_secret_value())
        except BaseException:
            server.close()
            raise
        return server
