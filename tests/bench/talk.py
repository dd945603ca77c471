"""Talking to each bot over HTTP. What is timed is one message and its whole answer."""

import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx2


class Talk(Protocol):
    """One conversation. `say` sends the next message and returns the seconds until the answer."""

    async def open(self) -> float: ...
    async def say(self) -> float: ...


class BenchError(Exception):
    """A bot did not answer as it should, so that its time means nothing."""


@dataclass
class FormbotTalk:
    """Eight turns: a greeting, a request, the form's five questions, thanks."""

    client: httpx2.AsyncClient
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)
    turn: int = 0

    TURNS = (
        ("good day", "minibus"),
        ("seats on the minibus please", "Which village"),
        ("to Winster", "How many"),
        ("3", "beside the driver"),
        ("yes please", "anything else"),
        ("one of us walks slowly and uses a stick", "How has booking"),
        ("it was splendid", "seats are kept"),
        ("many thanks", "Glad"),
    )

    async def open(self) -> float:
        return 0.0  # Rasa opens a conversation inside its first turn

    async def say(self) -> float:
        text, expected = self.next_turn()
        self.turn += 1
        began = time.perf_counter()
        response = await self.client.post(
            "/webhooks/rest/webhook", json={"sender": self.sender, "message": text}
        )
        spent = time.perf_counter() - began
        said = " ".join(str(message.get("text")) for message in response.json())
        if response.status_code != httpx2.codes.OK or expected not in said:
            raise BenchError(f"formbot, turn {self.turn}, {text!r}: {said!r}")
        return spent

    def next_turn(self) -> tuple[str, str]:
        return self.TURNS[self.turn % len(self.TURNS)]


@dataclass
class LongFormbotTalk(FormbotTalk):
    """Greetings for `chat` turns, the cheapest there are; then a form whose second question is
    answered wrongly, and asked again, for ever."""

    chat: int = 0

    def next_turn(self) -> tuple[str, str]:
        into_form = self.turn - self.chat
        if into_form < 0:
            return self.TURNS[0]
        return self.TURNS[into_form + 1] if into_form <= 1 else ("0", "whole number")


# What an adult says to each question; a question not named is skipped.
ANSWERS = {
    "outcome": "I want to stay friends with Nina and see her on Fridays",
    "outcome_deeper": "I would not be on my own all week",
    "happened": "Someone I trusted took money from my purse",
    "feelings": "A bit silly about it",
    "matters": "My home and my friends",
    "confirm": "yes",
    "more": "yes",
}
LOOPS = {"more", "outcome"}  # may rightly come twice running


@dataclass
class OurTalk:
    """The core conversation, each question answered as an adult might, outcome after outcome."""

    client: httpx2.AsyncClient
    asked: Counter[str] = field(default_factory=Counter)
    asking: str = "none"
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    answered: str = ""

    async def open(self) -> float:
        began = time.perf_counter()
        response = await self.client.post(
            "/chat/conversations", json={"channel": "web", "invite": None}
        )
        spent = time.perf_counter() - began
        answer = self._read(response, 201)
        self.path = f"/chat/conversations/{answer['id']}/turns"
        self.headers = {"Authorization": f"Bearer {answer['token']}"}
        return spent

    async def say(self) -> float:
        body = {"turn_id": str(uuid.uuid4()), "text": self._text()}
        began = time.perf_counter()
        response = await self.client.post(self.path, json=body, headers=self.headers)
        spent = time.perf_counter() - began
        self._read(response, 200)
        return spent

    def _text(self) -> str:
        again, self.answered = self.asking == self.answered, self.asking
        if again and self.asking not in LOOPS:
            return "skip this question"  # it had something else to say first, and asks once more
        if self.asking in ANSWERS:
            return ANSWERS[self.asking]
        return self.choices[0] if self.choices else "skip"

    def _read(self, response: httpx2.Response, status: int) -> dict[str, Any]:
        if response.status_code != status:
            raise BenchError(f"own words: {response.status_code} {response.text[:200]}")
        answer: dict[str, Any] = response.json()
        self.asking = answer["asking"]
        self.asked[self.asking] += 1
        said = answer["messages"]
        self.choices = [choice["value"] for message in said for choice in message["choices"]]
        return answer
