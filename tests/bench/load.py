"""People for Locust: each begins a conversation and answers question after question.

`make load` runs it against a stack of its own (tests/bench/under_load.py). By hand:
.venv/bin/locust -f tests/bench/load.py --host http://127.0.0.1:8000
"""

import os
from typing import Any
from uuid import uuid4

from locust import FastHttpUser, between, task
from locust.exception import RescheduleTask

from tests.talker import ANSWERS, ANY_OTHER

LONGEST = 24
OVER = ("none", "topic")


class Person(FastHttpUser):
    """Somebody with a conversation of their own."""

    abstract = True

    def on_start(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.token = ""
        begun = self.ask("begin", "/chat/conversations", {"channel": "web"})
        self.id, self.token, self.asking = begun["id"], begun["token"], begun["asking"]
        self.said = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def ask(self, name: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send it. Anything but an answer of the bot's own is an error: words that were only kept,
        to be answered later, as well."""
        with self.client.post(
            path, json=body, headers=self.headers, name=name, catch_response=True
        ) as answer:
            if not answer.ok:
                answer.failure(f"status {answer.status_code}")
                raise RescheduleTask
            told: dict[str, Any] = answer.json()
            if only_kept(told):
                answer.failure("kept, to be answered later")
            return told


def only_kept(told: dict[str, Any]) -> bool:
    said = told["messages"]
    return len(said) == 1 and said[0]["kind"] == "say" and told["asking"] not in OVER


class Adult(Person):
    """Talks to the end, then begins again as the next person."""

    # Seconds from an answer to the next message: quick readers, so a hundred of them are many.
    wait_time = between(1, 3)
    fixed_count = int(os.environ.get("LOAD_PEOPLE", "1"))

    @task
    def say(self) -> None:
        if self.said >= LONGEST or self.asking in OVER:
            self.begin()
        text = ANSWERS.get(self.asking, ANY_OTHER)
        body = {"turn_id": str(uuid4()), "text": text}
        told = self.ask("turn", f"/chat/conversations/{self.id}/turns", body)
        self.said += 1
        self.asking = str(told["asking"])


class Idle(Person):
    """Has the page open, and only lets it ask whether there is anything new."""

    wait_time = between(20, 40)
    fixed_count = int(os.environ.get("LOAD_IDLE", "0"))

    @task
    def look(self) -> None:
        self.client.get(f"/chat/conversations/{self.id}", headers=self.headers, name="look")
