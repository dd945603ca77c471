"""The case in an address: never its reference, which would be kept and logged there."""

from typing import Annotated

from fastapi import Depends, Query


def key_in_address(
    case: Annotated[str | None, Query(pattern=r"^[0-9a-f]{32}$")] = None,
) -> bytes | None:
    """Return the key that POST /api/v1/cases/key gave."""
    return bytes.fromhex(case) if case else None


CaseKeyDep = Annotated[bytes | None, Depends(key_in_address)]
