"""Ports for the servers that tests and benches start."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from random import SystemRandom

# Below those that systems give to outgoing calls: one of these could take a port before its server
# has started, which for Rasa is seconds.
PORTS = range(20_000, 32_000)
# Not the module's own, which other tests put back to a known seed: two workers would choose alike.
RANDOM = SystemRandom()


def free_port() -> int:
    return free_ports(1)


def free_ports(count: int) -> int:
    """The first of `count` free ports in a row."""
    while True:
        first = RANDOM.choice(PORTS[: -count or None])
        if all(_is_free(first + more) for more in range(count)):
            return first


@contextmanager
def a_taken_port() -> Iterator[int]:
    """One that somebody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
