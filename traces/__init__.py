"""Traces of a turn across the three processes: which part of it took how long. Ids only, and
nothing at all unless a collector is set (docs/decisions/0078-traces.md).

Python 3.10 as well: Rasa's process loads it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, Optional, Protocol

if TYPE_CHECKING:
    from traces.sending import Sending

Kind = Literal["server", "client"]
Value = str | int

_sending: Optional["Sending"] = None


class Span(Protocol):
    """One part of a turn. What is noted and not on the list of `traces.allowed` is dropped."""

    def name(self, name: str) -> None: ...
    def note(self, key: str, value: Value) -> None: ...
    def failed(self, why: str) -> None:
        """Mark it as failed; `why` is the class of an error, never its text."""


class _Nothing:
    def name(self, name: str) -> None: ...
    def note(self, key: str, value: Value) -> None: ...
    def failed(self, why: str) -> None: ...


NOTHING = _Nothing()


def start(service: str, endpoint: str) -> None:
    """Send what follows to the collector at `endpoint`, over OTLP/HTTP. Without one nothing is
    loaded, kept or sent."""
    global _sending  # noqa: PLW0603  one for the process
    if endpoint:
        from traces.sending import Sending  # noqa: PLC0415  loads the SDK

        _sending = Sending(service, endpoint)


def stop() -> None:
    """Send what is left, and be off again. Takes a second where the collector is away."""
    global _sending
    sending, _sending = _sending, None
    if sending is not None:
        sending.close()


@contextmanager
def span(name: str, kind: Kind, came_with: Mapping[str, str] | None = None) -> Iterator[Span]:
    """A part of a turn, as long as the block. It is within that which the headers it `came_with`
    name; without headers, within that which is open here."""
    if _sending is None:
        yield NOTHING
        return
    with _sending.span(name, kind, came_with) as opened:
        yield opened


def headers() -> dict[str, str]:
    """Return what tells another process within which span it is called."""
    return {} if _sending is None else _sending.headers()


def provider() -> Any:
    """Return OpenTelemetry's own provider, for a library that opens spans itself; None when off."""
    return None if _sending is None else _sending.provider
