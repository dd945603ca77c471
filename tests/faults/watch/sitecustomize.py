"""Loaded by each Python with this folder on PYTHONPATH: notes each try to leave the machine.

A line a try, in the file that OWNWORDS_TEST_WATCH names. uvloop is put out of the way: it connects
in C, where no audit hook sees it.
"""

import os
import sys
from typing import Any

LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None}
CALLS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}

_file = os.environ.get("OWNWORDS_TEST_WATCH")


def _host(target: Any) -> Any:
    if isinstance(target, tuple):
        target = target[0]
    return target.decode() if isinstance(target, bytes) else target


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in CALLS or not _file:
        return
    target = arguments[CALLS[event]]
    if isinstance(target, (str, bytes)) and event in ("socket.connect", "socket.sendto"):
        return  # a Unix socket's path
    if _host(target) not in LOCAL:
        line = f"{event} {_host(target)} by {' '.join(sys.orig_argv[:4])}\n"
        handle = os.open(_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(handle, line.encode())
        os.close(handle)


if _file:
    sys.modules["uvloop"] = None  # type: ignore[assignment]
    sys.addaudithook(_watch)
