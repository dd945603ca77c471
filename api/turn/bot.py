"""Speak to Rasa's turn channel: the message and the state in; replies, commands and the new state
out."""

from collections.abc import Mapping
from typing import Any, Protocol

import httpx2
from pydantic import BaseModel, Field, ValidationError

import traces
from api.chat.schemas import Choice, MessageKind
from api.command.schemas import Command
from api.core.asking import Asking
from api.settings import Settings
from between import ANSWER, HEADER, RASA, Key, our_key


class BotUnavailable(Exception):
    """The bot did not come to the end of the turn. Nothing of it may be kept; it can be sent
    again."""


class Reply(BaseModel):
    text: str
    choices: list[Choice] = Field(default_factory=list)
    kind: MessageKind = "say"
    picture: str | None = None


class BotAnswer(BaseModel):
    messages: list[Reply]
    commands: list[Command]
    state: dict[str, Any]
    asking: Asking
    intent: str | None = None


class Bot(Protocol):
    def turn(self, body: Mapping[str, Any]) -> BotAnswer:
        """Run one turn. Raises BotUnavailable for every way in which it can fail."""


class RasaBot:
    def __init__(self, http: httpx2.Client, key: Key) -> None:
        self._http = http
        self._key = key

    def turn(self, body: Mapping[str, Any]) -> BotAnswer:
        with traces.span("ask the bot", "client") as span:
            span.note("ownwords.conversation", str(body.get("sender")))
            span.note("ownwords.turn", str(body.get("turn_id")))
            return self._turn(body)

    def _turn(self, body: Mapping[str, Any]) -> BotAnswer:
        headers = {**traces.headers(), **self._key.headers(RASA)}
        try:
            response = self._http.post("/webhooks/case/turn", json=dict(body), headers=headers)
        except httpx2.HTTPError as error:
            raise BotUnavailable(type(error).__name__) from error
        if response.status_code != httpx2.codes.OK:
            raise BotUnavailable(f"status {response.status_code}")
        if not self._key.answered(response.headers.get(ANSWER), RASA, headers[HEADER]):
            raise BotUnavailable("not our Rasa")
        try:
            return BotAnswer.model_validate_json(response.content)
        except ValidationError as error:
            # The error's own text would hold what was said.
            raise BotUnavailable(f"an answer with {error.error_count()} faults") from None


def rasa_bot(settings: Settings) -> Bot:
    """Return Rasa as the bot. Its connections stay open between turns."""
    limits = httpx2.Limits(max_connections=64, max_keepalive_connections=16, keepalive_expiry=60)
    http = httpx2.Client(
        base_url=settings.rasa_url,
        timeout=settings.bot_timeout_seconds,
        limits=limits,
        trust_env=False,
    )
    return RasaBot(http, our_key(settings.var))
