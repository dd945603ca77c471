"""The version that a change was made from: If-Match, as the ETag of the casework gave it."""

import re
from typing import Annotated

from fastapi import Depends, Header

from api.errors import ChangedMeanwhile, VersionNeeded


def etag(version: int) -> str:
    return f'"{version}"'


def if_match(if_match: Annotated[str | None, Header()] = None) -> int:
    """Return the version. Raises VersionNeeded without one; one that is none of ours is old."""
    if not if_match:
        raise VersionNeeded
    found = re.fullmatch(r'(?:W/)?"(\d{1,9})"', if_match.strip())
    if found is None:
        raise ChangedMeanwhile
    return int(found[1])


VersionDep = Annotated[int, Depends(if_match)]
