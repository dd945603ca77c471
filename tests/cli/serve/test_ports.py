"""A port that is taken is named before anything starts, with the setting that moves it."""

from collections.abc import Iterator

import pytest

from cli.errors import BadSettings
from cli.serve.ports import check_free
from tests.cli.serve.builders import a_child
from tests.ports import a_taken_port, free_port


@pytest.fixture
def taken() -> Iterator[int]:
    with a_taken_port() as port:
        yield port


def test_free_ports_pass() -> None:
    check_free([a_child("a", port=free_port()), a_child("b", port=free_port())])


def test_a_taken_port_names_itself_its_process_and_its_setting(taken: int) -> None:
    with pytest.raises(BadSettings) as raised:
        check_free([a_child("web", port=taken)])

    words = str(raised.value)
    assert f"Port {taken} is already in use" in words
    assert "OWNWORDS_WEB_PORT" in words


def test_every_taken_port_is_named_at_once(taken: int) -> None:
    with pytest.raises(BadSettings) as raised:
        check_free([a_child("web", port=taken), a_child("rasa", port=taken)])

    assert "OWNWORDS_WEB_PORT" in str(raised.value)
    assert "OWNWORDS_RASA_PORT" in str(raised.value)


def test_two_processes_on_one_port_are_refused() -> None:
    port = free_port()

    with pytest.raises(BadSettings, match="a port of its own"):
        check_free([a_child("web", port=port), a_child("rasa", port=port)])


def test_a_host_that_is_not_here_is_refused() -> None:
    with pytest.raises(BadSettings, match="cannot listen"):
        check_free([a_child("web", port=free_port(), host="192.0.2.1")])
