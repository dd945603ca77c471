"""What is kept of a release, read."""

import base64
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

HERE = Path(__file__).parent
KINDS: tuple[Literal["sqlite", "postgresql"], ...] = ("sqlite", "postgresql")
# No secret: everybody in what is kept is made up.
KEY = base64.b64encode(sha256(b"what is kept of releases").digest()).decode()


class Talk(BaseModel):
    """Who talked to the release: how they come back, and what they had said when it stopped."""

    id: str
    return_code: str
    said: list[str]
    asking: str


class Said(BaseModel):
    """What the release said of what it left behind.

    `passwords` are the team's, by name; `records` the conversations as a case system gets them.
    """

    passwords: dict[str, str]
    lead: str
    talks: dict[str, Talk]
    records: dict[str, dict[str, Any]]


def releases() -> list[str]:
    """Return the releases of which something is kept, oldest first."""
    found = [path.name for path in HERE.iterdir() if path.name[0].isdigit()]
    return sorted(found, key=lambda name: [int(part) for part in name.split(".")])


def folder_of(version: str, kind: str) -> Path:
    return HERE / version / kind


def said(version: str, kind: str) -> Said:
    text = (folder_of(version, kind) / "said.json").read_text(encoding="utf-8")
    return Said.model_validate_json(text)
