"""Asking a process whether it can do its work."""

from dataclasses import dataclass
from functools import cache

import httpx2

TIMEOUT_S = 3.0


@dataclass(frozen=True)
class Answer:
    """`words` is what a person is shown when `ready` is False. `silent`: it was there to be asked,
    or nothing listens where it should, and nothing came."""

    ready: bool
    words: str = ""
    silent: bool = False


@cache
def _asker() -> httpx2.AsyncClient:
    """One for all that is asked again and again: to make one reads every certificate there is. No
    connection is kept, for a part that was started again would not know it."""
    # trust_env off: a proxy set for the outside world must not be asked about loopback.
    limits = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.AsyncClient(trust_env=False, limits=limits)


async def ask(url: str, seconds: float = TIMEOUT_S) -> Answer:
    try:
        return _read(await _asker().get(url, timeout=seconds))
    except httpx2.HTTPError as error:
        return _none(error)


def ask_now(url: str) -> Answer:
    """The same, for a command that has no event loop."""
    try:
        with httpx2.Client(timeout=TIMEOUT_S, trust_env=False) as client:
            return _read(client.get(url))
    except httpx2.HTTPError as error:
        return _none(error)


def _none(error: httpx2.HTTPError) -> Answer:
    # A name that is not found, or an address that this machine has lost, tells nothing about the
    # process that once took it.
    unknown = isinstance(error, httpx2.ConnectError) and not _refused(error)
    return Answer(False, "does not answer", silent=not unknown)


def _refused(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ConnectionRefusedError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _read(response: httpx2.Response) -> Answer:
    if response.status_code == httpx2.codes.OK:
        return Answer(True, "ready")
    try:
        down = [str(name) for name in response.json()["down"]]
    except (ValueError, KeyError, TypeError):
        return Answer(False, f"answers {response.status_code}")
    return Answer(False, f"waits for {', '.join(down)}")
