"""What a way of sending must do, and how it says that it could not."""

from dataclasses import dataclass
from typing import Literal, Protocol

Fault = Literal["unreachable", "signed_out", "refused"]


@dataclass(frozen=True)
class Letter:
    """One e-mail. `key` is the same each time it is tried, so that a second copy can be told."""

    to: str
    key: str
    link: str


class NotSent(Exception):
    """It could not be sent: nothing answers, our sign-in was refused, or the e-mail was."""

    def __init__(self, fault: Fault) -> None:
        self.fault: Fault = fault
        super().__init__(fault)


class Post(Protocol):
    def send(self, letter: Letter, /) -> None:
        """Raises NotSent."""
