"""Settings, read once from the environment or `.env`. A value that cannot be used stops the
process at start."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, Field, SecretStr, StringConstraints, field_validator
from pydantic_settings import SettingsConfigDict

from api.escalation.settings import EscalationSettings
from api.far_database import must_be_over_tls

ROOT = Path(__file__).parents[1]

# A scheme, a host and perhaps a port: no path, no wildcard, nothing that could end a header's part.
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[a-z0-9.-]+(:[0-9]{1,5})?$")]


LOCAL = re.compile(r"http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?(/|$)")
# Where a person is sent, or a link begins: never a script, nor with a sign that ends a header.
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\"'<>;,]+$")]


class HelpLine(BaseModel):
    """A local telephone line: never written in the program, always from settings, with the day it
    was checked."""

    name: str
    number: str
    when: str = ""
    checked_on: str


class Settings(EscalationSettings):
    """Every setting is the upper-case name with OWNWORDS_ before it."""

    model_config = SettingsConfigDict(
        env_prefix="OWNWORDS_",
        env_file=".env",
        extra="ignore",
        hide_input_in_errors=True,  # a password may stand in it
    )

    var: Path = ROOT / "var"
    database_url: str = ""
    # Key-encryption keys, newest first, each 32 bytes in base64. Empty: made once in var/keys/kek.
    keys: SecretStr = SecretStr("")

    web_host: str = "127.0.0.1"
    web_port: int = 8000
    rasa_port: int = 5005
    actions_port: int = 5055
    # How long the person waits before hearing that their words are kept and the answer comes later.
    # After a fifth of it the bot is looked at, and one that hangs is not waited for any longer. It
    # begins when the bot is asked; where many are before them, they wait half of it for that.
    bot_timeout_seconds: float = 10.0
    retry_seconds: float = 2.0

    # Translations (docs/translating.md), and the language spoken where nobody asks for another.
    locale: Path = ROOT / "locale"
    language: str = "en"
    organisation: str = "the council"
    # The clock that pages show, by its name in the IANA list. The record keeps UTC.
    time_zone: str = "Europe/London"
    help_lines: list[HelpLine] = Field(default_factory=list)
    exit_url: WebAddress = "https://www.bbc.co.uk/weather"

    chat_session_hours: float = 24.0
    # How long a session lasts once its page no longer says that it is open. Needs scripts.
    chat_lease_minutes: float = Field(default=15.0, ge=2.0)
    # The same where the person did not say that the device is theirs alone.
    chat_shared_lease_minutes: float = Field(default=3.0, ge=2.0)
    # Kiosks. A code from staff before a screen may be used: auto asks for it wherever the site is
    # no trial on one's own machine.
    kiosk_codes: Literal["auto", "required", "offered"] = "auto"
    kiosk_code_minutes: float = 60.0
    # With nothing pressed for so long, a kiosk asks whether anybody is there; then it is wiped.
    kiosk_idle_seconds: float = Field(default=120.0, ge=20)
    kiosk_warning_seconds: float = Field(default=60.0, ge=20)
    # The same where scripts do not run, and typing cannot be seen.
    kiosk_plain_seconds: float = Field(default=300.0, ge=60)
    # How long a kiosk's session lasts once its page no longer says that it is open.
    kiosk_lease_minutes: float = Field(default=2.0, ge=1.0)
    # After so long without an answer to the bell, the person is told that nobody has come yet.
    kiosk_bell_minutes: float = 2.0
    # Whether people may speak into the box: nobody, on a device that is theirs alone, or anywhere
    # (kiosks too). In most browsers their maker gets the sound. docs/decisions/0081-dictation.md.
    dictation: Literal["off", "own", "all"] = "off"
    review_session_hours: float = 8.0
    review_idle_minutes: float = 30.0
    review_warning_minutes: float = 5.0
    # A code from a phone beside the password: auto asks for it wherever the site is not a trial on
    # one's own machine.
    second_step: Literal["auto", "required", "offered"] = "auto"
    # The council's own sign-in (OpenID Connect), and our address as its browsers see it.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    # How strongly it must have asked who somebody is: the provider's names for it (acr), with
    # blanks between. Empty: its own rules are the council's.
    oidc_acr: str = ""
    public_url: Literal[""] | WebAddress = ""
    break_glass_hours: float = 4.0
    # Whether the adult who asks who looked reads the names of accounts, or only what their work is.
    show_staff_names: bool = False
    # After so many days without news the queue says that the person is owed some.
    informed_days: int = 14
    # In figures about people, numbers below this are hidden and the others rounded down.
    least_shown: int = Field(5, ge=5)
    max_message_characters: int = 20_000
    # Requests under way at once. What comes beyond that is told to come again a little later.
    most_at_once: int = Field(default=200, ge=1)
    code_tries: str = "5/minute"
    # For how long a code that a practitioner gives to somebody is good.
    invite_days: int = Field(default=14, ge=1, le=90)
    sign_in_tries: str = "5/minute"
    # From one address, whatever the names: one password tried on every account.
    sign_ins_from: str = "60/minute"
    # Of one account: so many codes a day that even a known password leaves next to no chance.
    codes_a_day: str = "100/day"
    # Conversations begun from one address, which a whole library may share; and what one
    # conversation may send. Faster than people are.
    starts_from: str = "60/minute"
    turns_in_one: str = "60/minute"
    # New return codes of one conversation: each costs a slow hash.
    codes_in_one: str = "5/minute"
    secure_cookies: bool = False
    # After how many days without change a conversation goes: one in which nobody typed, one
    # left unfinished, one finished. 0 keeps it: the council's own schedule decides.
    retention_unused_days: int = Field(28, ge=0)
    retention_unfinished_days: int = Field(0, ge=0)
    retention_finished_days: int = Field(0, ge=0)
    # Who reads /metrics gives this as a bearer token. Empty: this machine alone may read them.
    metrics_token: SecretStr = SecretStr("")
    # The collector of OpenTelemetry that traces go to, by OTLP over HTTP. Empty: there are none.
    otlp_endpoint: str = ""
    # The sites that may show the chat in a frame, as https://www.example.gov.uk. None: no frames.
    widget_origins: list[Origin] = Field(default_factory=list)
    widget_demo: bool = False  # a page at /widget-demo to try the widget on; for development
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("var", "locale")
    @classmethod
    def absolute(cls, value: Path) -> Path:
        return value if value.is_absolute() else ROOT / value

    @field_validator("time_zone")
    @classmethod
    def a_known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("must be a name of the IANA list, such as Europe/London")
        return value

    @field_validator("oidc_issuer", "notify_url", "otlp_endpoint")
    @classmethod
    def over_https(cls, value: str) -> str:
        if value and not LOCAL.match(value) and not value.startswith("https://"):
            raise ValueError("must begin with https://")
        return value

    @field_validator("database_url")
    @classmethod
    def over_tls(cls, value: str) -> str:
        if value:
            must_be_over_tls(value)
        return value

    @property
    def var_dir(self) -> Path:
        return self.var

    @property
    def database(self) -> str:
        """Return the database's address: the embedded SQLite file where none is set."""
        return self.database_url or f"sqlite:///{self.var / 'own-words.db'}"

    @property
    def needs_second_step(self) -> bool:
        """Tell whether every local account must set up codes before it opens anything."""
        if self.second_step != "auto":
            return self.second_step == "required"
        return not self.on_trial

    @property
    def needs_kiosk_code(self) -> bool:
        """Tell whether a screen must have been set up by staff before it can be used."""
        if self.kiosk_codes != "auto":
            return self.kiosk_codes == "required"
        return not self.on_trial

    @property
    def on_trial(self) -> bool:
        """Tell whether this is a trial on one's own machine: no HTTPS, and nobody else gets in."""
        return not self.secure_cookies and self.web_host in ("127.0.0.1", "localhost", "::1")

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def web_url(self) -> str:
        return f"http://{self.web_host}:{self.web_port}"

    @property
    def address_outside(self) -> str:
        """Return our address as others see it, for a link in an e-mail."""
        return (self.public_url or self.web_url).rstrip("/")


@lru_cache
def get_settings() -> Settings:
    return Settings()
