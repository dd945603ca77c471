"""Who reads or changes the record, and whether they may."""

from typing import Protocol
from uuid import UUID

from api.core.access import Deed, may
from api.errors import NotAllowed


class Reader(Protocol):
    """A practitioner who is signed in, or a case system's token."""

    @property
    def id(self) -> UUID: ...

    @property
    def role(self) -> str: ...

    @property
    def actor(self) -> str:
        """The name under which the audit knows them."""


def must(reader: Reader, deed: Deed) -> None:
    """Raise NotAllowed unless the reader's role may do it."""
    if not may(reader.role, deed):
        raise NotAllowed("role")
