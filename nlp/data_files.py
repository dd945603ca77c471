"""Read the small data files in `nlp/resources`."""

import json
from functools import lru_cache
from typing import Any

from nlp.errors import ResourceError
from nlp.settings import RESOURCES


def read_resource(name: str) -> list[dict[str, Any]]:
    rows = []
    lines = (RESOURCES / name).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            row["key"], row["source"]
        except (ValueError, KeyError, TypeError) as error:
            raise ResourceError(f"{name}, line {number}: {error}") from error
        rows.append(row)
    return rows


@lru_cache(maxsize=1)
def reasons() -> dict[str, str]:
    """A plain sentence for each kind and theme."""
    return {row["key"]: row["text"] for row in read_resource("reasons.jsonl")}


@lru_cache(maxsize=1)
def frames() -> dict[str, frozenset[str]]:
    return {row["key"]: frozenset(row["terms"]) for row in read_resource("frames.jsonl")}
