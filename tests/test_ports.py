import random
import socket
from collections.abc import Iterator
from unittest import mock

import pytest

from tests import ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens at."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_that_is_taken_is_passed_over(taken: int) -> None:
    tried = iter([taken, taken - 1, 20_010])
    with mock.patch.object(ports, "RANDOM", mock.Mock(choice=lambda _: next(tried))):
        assert ports.free_ports(2) == 20_010


def test_no_port_that_an_outgoing_call_could_take_is_given() -> None:
    outgoing = range(32_768, 61_000)  # Linux; those of other systems begin higher
    assert not any(port + 2 in outgoing for port in ports.PORTS)


def test_ports_are_not_the_same_again_where_tests_seed_what_is_random() -> None:
    seen = set()
    for _ in range(4):
        random.seed(0)
        seen.add(ports.free_port())
    assert len(seen) > 1
