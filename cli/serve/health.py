"""Asking a process whether it can do its work."""

from dataclasses import dataclass

import httpx2

TIMEOUT_S = 3.0


@dataclass(frozen=True)
class Answer:
    """`words` is what a person is shown when `ready` is False."""

    ready: bool
    words: str = ""


async def ask(url: str) -> Answer:
    try:
        # trust_env off: a proxy set for the outside world must not be asked about loopback.
        async with httpx2.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
            return _read(await client.get(url))
    except httpx2.HTTPError:
        return Answer(False, "does not answer")


def ask_now(url: str) -> Answer:
    """The same, for a command that has no event loop."""
    try:
        with httpx2.Client(timeout=TIMEOUT_S, trust_env=False) as client:
            return _read(client.get(url))
    except httpx2.HTTPError:
        return Answer(False, "does not answer")


def _read(response: httpx2.Response) -> Answer:
    if response.status_code == httpx2.codes.OK:
        return Answer(True, "ready")
    try:
        down = [str(name) for name in response.json()["down"]]
    except (ValueError, KeyError, TypeError):
        return Answer(False, f"answers {response.status_code}")
    return Answer(False, f"waits for {', '.join(down)}")
