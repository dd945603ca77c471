"""Somebody who is signed in."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class SignedInUser:
    id: UUID
    username: str
    role: str
    csrf: str
    # For leads: how many conversations were opened in need, and no lead has looked at yet.
    unseen: int = 0

    @property
    def actor(self) -> str:
        """The name under which the audit knows them."""
        return f"user:{self.username}"
