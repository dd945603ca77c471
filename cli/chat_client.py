"""A client of the chat contract: one conversation, its token kept in memory alone."""

import uuid
from typing import Any, Self

import httpx2

from cli.errors import NotRunning, Problem

TIMEOUT_S = 30.0
Messages = list[dict[str, Any]]


class ChatClient:
    def __init__(self, url: str, *, client: httpx2.Client | None = None) -> None:
        self._client = client or httpx2.Client(base_url=url, timeout=TIMEOUT_S, trust_env=False)
        self._url = url
        self._id = ""
        self.return_code: str | None = None
        self.asking = "none"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def open(self, channel: str = "web") -> Messages:
        return self._begin("/chat/conversations", {"channel": channel, "invite": None})

    def resume(self, return_code: str) -> Messages:
        return self._begin("/chat/resume", {"return_code": return_code})

    def say(self, text: str) -> Messages:
        """Send one message, once: asked again, the server answers the same turn."""
        turn = {"turn_id": str(uuid.uuid4()), "text": text}
        answer = self._post(f"/chat/conversations/{self._id}/turns", turn)
        self.asking = answer.get("asking", "none")
        return list(answer["messages"])

    def _begin(self, path: str, body: dict[str, Any]) -> Messages:
        answer = self._post(path, body)
        self._id = answer["id"]
        self.return_code = answer.get("return_code")
        self.asking = answer.get("asking", "none")
        self._client.headers["Authorization"] = f"Bearer {answer['token']}"
        return list(answer["messages"])

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            response = self._client.post(path, json=body)
        except httpx2.HTTPError:
            raise NotRunning(
                f"Nothing answers at {self._url}. `ownwords up` starts Own Words."
            ) from None
        try:
            answer = response.json()
        except ValueError:
            answer = {}
        if response.is_success and isinstance(answer, dict):
            return answer
        words = answer.get("message") if isinstance(answer, dict) else None
        raise Problem(str(words or f"{self._url} answered {response.status_code}."))
