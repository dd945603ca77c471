"""One turn at a time in each conversation, within this process; the record's version guards across
processes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID
from weakref import WeakValueDictionary


class _Lock:
    def __init__(self) -> None:
        self.lock = threading.Lock()


_locks: WeakValueDictionary[UUID, _Lock] = WeakValueDictionary()
_guard = threading.Lock()


@contextmanager
def one_at_a_time(conversation_id: UUID) -> Iterator[None]:
    with _guard:
        held = _locks.setdefault(conversation_id, _Lock())
    with held.lock:
        yield
