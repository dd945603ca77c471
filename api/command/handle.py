"""One function for each command, chosen by its type. api/command/handlers registers them."""

from functools import singledispatch

from api.command.recorder import Context
from api.errors import CommandRefused


@singledispatch
def handle(command: object, at: Context) -> None:
    """Apply one command to the record. Raises CommandRefused."""
    raise CommandRefused("unknown", name=type(command).__name__)
