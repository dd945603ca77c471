"""Read a practitioner's own wording, as the record's outcomes are read."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.assessment import service
from api.record.deps import ReaderToHashDep

router = APIRouter(prefix="/api/v1/assessments", tags=["assessment"])


class AssessmentIn(BaseModel):
    text: str = Field(max_length=20_000)


@router.post("")
def assess(given: AssessmentIn, reader: ReaderToHashDep) -> dict[str, Any]:
    """Say whether the words are a personal outcome, a service, both or unclear, and why. Nothing
    is kept."""
    # The database is free again: reading words is slow as hashing is.
    return service.assess(reader, given.text)
