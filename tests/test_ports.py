import random
from types import SimpleNamespace

import pytest

from tests import ports


def test_a_port_that_is_taken_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    free = ports.free_ports(2)
    with ports.a_taken_port() as taken:
        tried = iter([taken, taken - 1, free])
        monkeypatch.setattr(ports, "RANDOM", SimpleNamespace(choice=lambda _: next(tried)))

        assert ports.free_ports(2) == free


def test_no_port_that_an_outgoing_call_could_take_is_given() -> None:
    outgoing = range(32_768, 61_000)  # Linux; those of other systems begin higher
    assert not any(port + 2 in outgoing for port in ports.PORTS)


def test_ports_are_not_the_same_again_where_tests_seed_what_is_random() -> None:
    seen = set()
    for _ in range(4):
        random.seed(0)
        seen.add(ports.free_port())
    assert len(seen) > 1
