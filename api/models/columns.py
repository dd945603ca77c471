"""Column types that several tables share."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from sqlalchemy import DateTime, Dialect, ForeignKey, LargeBinary, String
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  the base class's own
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  the base class's own
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Moment = Annotated[datetime, mapped_column(UtcTime)]
Word = Annotated[
    str, mapped_column(String(40))
]  # one of a fixed set: never anything a person typed
Sealed = Annotated[bytes, mapped_column(LargeBinary)]  # AES-256-GCM: api.vault
OfConversation = Annotated[
    UUID, mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
]
