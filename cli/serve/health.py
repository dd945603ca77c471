"""Asking a process whether it can do its work."""

from dataclasses import dataclass
from functools import cache

import httpx2

TIMEOUT_S = 3.0


@dataclass(frozen=True)
class Answer:
    """`words` is what a person is shown when `ready` is False; `silent`: nothing came at all."""

    ready: bool
    words: str = ""
    silent: bool = False


SILENT = Answer(False, "does not answer", silent=True)


@cache
def _asker() -> httpx2.AsyncClient:
    """One for all that is asked again and again: to make one reads every certificate there is. No
    connection is kept, for a part that was started again would not know it."""
    # trust_env off: a proxy set for the outside world must not be asked about loopback.
    limits = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.AsyncClient(trust_env=False, limits=limits)


async def ask(url: str) -> Answer:
    try:
        return _read(await _asker().get(url, timeout=TIMEOUT_S))
    except httpx2.HTTPError:
        return SILENT


def ask_now(url: str) -> Answer:
    """The same, for a command that has no event loop."""
    try:
        with httpx2.Client(timeout=TIMEOUT_S, trust_env=False) as client:
            return _read(client.get(url))
    except httpx2.HTTPError:
        return SILENT


def _read(response: httpx2.Response) -> Answer:
    if response.status_code == httpx2.codes.OK:
        return Answer(True, "ready")
    try:
        down = [str(name) for name in response.json()["down"]]
    except (ValueError, KeyError, TypeError):
        return Answer(False, f"answers {response.status_code}")
    return Answer(False, f"waits for {', '.join(down)}")
