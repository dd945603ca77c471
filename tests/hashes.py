"""Argon2 is slow on purpose. What is tested in one process hashes cheaply; the real cost is read
from the source by tests/api/chat/test_codes.py and tests/api/test_users.py, and paid by every
stack that the tests start."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher

from api.chat import codes
from api.user import service as users


@contextmanager
def cheap_hashes() -> Iterator[None]:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codes, "TIME_COST", 1)
        patch.setattr(codes, "MEMORY_KIB", 8)
        patch.setattr(users, "HASHER", cheap)
        patch.setattr(users, "NOBODY", cheap.hash("nobody's"))
        yield
