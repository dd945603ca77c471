"""Apply commands to the record, inside the transaction of the turn that they came from.

Applying the same command again changes nothing: ids come from the turn, so a turn that was run
twice records once.
"""

from collections.abc import Iterable
from uuid import UUID, uuid5

from api.command import schemas
from api.command.handle import handle
from api.command.handlers import conversation, outcome, review, statement
from api.command.recorder import Context

HANDLERS = (conversation, outcome, review, statement)  # importing them registers them


class Recorder(Context):
    """Writes what one turn says to the record of its conversation."""

    def apply(self, commands: Iterable[schemas.Command]) -> None:
        """Apply in order. Raises CommandRefused, and then nothing of the turn may be kept."""
        for command in commands:
            handle(command, self)

    def keep_aside(self, turn_id: UUID) -> None:
        """Keep the whole message as a statement that answers no question."""
        speaker, provenance = self.speaker()
        statement_of_all = schemas.RecordStatement(
            command="record_statement",
            id=uuid5(turn_id, "aside"),
            kind="other",
            text=self.words,
            said_by=speaker,
            provenance=provenance,
        )
        handle(statement_of_all, self)
