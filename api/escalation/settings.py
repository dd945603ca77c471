"""The settings of escalation: after how long, to whom, and by which way."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, SecretStr, StringConstraints, model_validator
from pydantic_settings import BaseSettings

Address = Annotated[str, StringConstraints(pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$", max_length=254)]
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Step(BaseModel):
    """So many minutes after an alert that nobody has acknowledged, these are written to."""

    minutes: int = Field(ge=1)
    to: list[Address] = Field(min_length=1)


class EscalationSettings(BaseSettings):
    # The steps, first to last. None: nobody is written to.
    escalation: list[Step] = Field(default_factory=list)
    escalation_by: Literal["smtp", "notify"] = "smtp"
    escalation_seconds: float = Field(default=15.0, gt=0)  # how often it is looked at

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    # How the line to the mail server is encrypted. None: only for one on this machine.
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: Address = "own-words@localhost"

    notify_api_key: SecretStr = SecretStr("")
    notify_template: str = ""
    notify_url: str = "https://api.notifications.service.gov.uk"

    @model_validator(mode="after")
    def can_be_sent(self) -> Self:
        """Refuse a way that cannot work, or that would send a password in the clear."""
        if not self.escalation:
            return self
        if self.escalation_by == "notify":
            if not (self.notify_api_key.get_secret_value() and self.notify_template):
                raise ValueError("NOTIFY_API_KEY and NOTIFY_TEMPLATE are needed for notify")
        elif self.smtp_security == "none" and self.smtp_host not in LOOPBACK:
            raise ValueError("SMTP_SECURITY must be starttls or tls for another machine")
        return self
