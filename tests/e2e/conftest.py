"""One running stack for all end-to-end tests: real web, Rasa, action server and database file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MODELS
from tests.databases import Databases
from tests.stack import Stack
from tests.talker import Talker
from tests.traces.collector import Collector, a_collector

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.rasa)


@pytest.fixture(scope="package")
def collector() -> Iterator[Collector]:
    """Where the stack's traces go."""
    with a_collector() as collector:
        yield collector


@pytest.fixture(scope="package")
def stack(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases, collector: Collector
) -> Iterator[Stack]:
    var = tmp_path_factory.mktemp("stack")
    traced = {"OWNWORDS_OTLP_ENDPOINT": collector.url}
    stack = Stack(var=var, models=MODELS, extra=traced | databases.setting())
    stack.migrate()
    with stack.up():
        yield stack


@pytest.fixture
def talk(stack: Stack) -> Callable[..., Talker]:
    """Begin a conversation."""

    def begin(channel: str = "web") -> Talker:
        return Talker.begin(stack.url, channel)

    return begin


@pytest.fixture
def adult(stack: Stack) -> Talker:
    """An adult who has just been welcomed."""
    return Talker.begin(stack.url)


@pytest.fixture
def record_of(stack: Stack) -> Callable[[Talker], dict[str, Any]]:
    """Read a conversation's record as a case system does."""

    def read(talker: Talker) -> dict[str, Any]:
        return stack.record(talker.id)

    return read
