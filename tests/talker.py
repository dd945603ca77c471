"""A person at the keyboard: speaks the chat contract (architecture 5.1) to a running stack."""

import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

import httpx2

# What an adult who speaks for themselves answers, whichever question is open.
ANSWERS = {
    "safe_now": "Yes, I can talk now",
    "role": "It is about me",
    "happened": "My neighbour takes my money",
    "feelings": "I get cross about it",
    "matters": "My dog and my garden",
    "outcome": "I want my money to be my own again",
    "confirm": "Yes, that is right",
    "importance": "It matters most",
    "more": "No, that is all",
    "summary": "Yes, it is right",
}
ANY_OTHER = "Skip this question"
LONGEST_WAY = 30


@cache
def client(url: str) -> httpx2.Client:
    """One client for all who talk to this stack: its connections stay open for the whole run."""
    return httpx2.Client(base_url=url, timeout=30)


@dataclass
class Talker:
    http: httpx2.Client
    id: str
    token: str
    return_code: str
    asking: str
    messages: list[dict[str, Any]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, url: str, channel: str = "web") -> "Talker":
        http = client(url)
        answer = http.post("/chat/conversations", json={"channel": channel, "invite": None})
        assert answer.status_code == httpx2.codes.CREATED, answer.text
        body = answer.json()
        return cls(
            http, body["id"], body["token"], body["return_code"], body["asking"], body["messages"]
        )

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def last(self) -> str:
        return str(self.messages[-1]["text"])

    def say(self, text: str, turn_id: str | None = None) -> dict[str, Any]:
        """Say one thing and return the whole answer; the turn must have been kept."""
        answer = self.try_to_say(text, turn_id)
        assert answer.status_code == httpx2.codes.OK, answer.text
        body: dict[str, Any] = answer.json()
        assert body["saved"] is True
        self.said.append(text)
        self.asking = body["asking"]
        self.messages += body["messages"]
        return body

    def try_to_say(
        self, text: str, turn_id: str | None = None, *, seen: int | None = None
    ) -> httpx2.Response:
        body: dict[str, Any] = {"turn_id": turn_id or str(uuid4()), "text": text}
        if seen is not None:
            body |= {"seen": seen}
        return self.http.post(
            f"/chat/conversations/{self.id}/turns", json=body, headers=self.headers
        )

    def say_all(self, *lines: str) -> None:
        for line in lines:
            self.say(line)

    def read(self) -> dict[str, Any]:
        answer = self.http.get(f"/chat/conversations/{self.id}", headers=self.headers)
        assert answer.status_code == httpx2.codes.OK, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def wait_until_answered(self, seconds: float = 20) -> dict[str, Any]:
        """Wait, as an open page does, until nothing that was said waits for its answer."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            now = self.read()
            if not now["waiting"]:
                self.asking = now["asking"]
                return now
            time.sleep(0.1)
        raise AssertionError(f"Still waiting after {seconds} s.")

    def come_back(self) -> None:
        """Come back with the return code, as from another page."""
        answer = self.http.post("/chat/resume", json={"return_code": self.return_code})
        assert answer.status_code == httpx2.codes.OK, answer.text
        body = answer.json()
        self.token, self.asking, self.messages = body["token"], body["asking"], body["messages"]

    def go_to(self, *questions: str) -> "Talker":
        """Answer as an adult who speaks for themselves, up to the first of these questions."""
        for _ in range(LONGEST_WAY):
            if self.asking in questions:
                return self
            self.say(ANSWERS.get(self.asking, ANY_OTHER))
        raise AssertionError(f"is at {self.asking}, not {questions}")
