"""A stack to break: each call of Rasa to its action server goes through a proxy that spoils it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MODELS
from tests.databases import Databases
from tests.faults.proxy import Proxy
from tests.ports import free_port
from tests.stack import NAMES, Stack
from tests.talker import Talker
from tests.traces.collector import Collector, a_collector

HERE = Path(__file__).parent
WATCH = HERE / "watch"
# Short, so that a test does not wait as long as a person would.
PATIENCE = {"OWNWORDS_BOT_TIMEOUT_SECONDS": "1.5", "OWNWORDS_RETRY_SECONDS": "0.4"}


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
def proxy_and_stack(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases, collector: Collector
) -> Iterator[tuple[Proxy, Stack]]:
    ports = {name: free_port() for name in NAMES}
    var = tmp_path_factory.mktemp("faults")
    proxy = Proxy(f"http://127.0.0.1:{ports['actions']}", var)
    watched = {"OWNWORDS_TEST_WATCH": str(var.with_name("tries-to-leave"))}
    traced = {"OWNWORDS_OTLP_ENDPOINT": collector.url}
    extra = PATIENCE | watched | traced | databases.setting()
    stack = Stack(var=var, models=MODELS, extra=extra, ports=ports, through=proxy.port)
    stack.path.append(WATCH)  # sees every try to reach another host, whatever a test breaks
    stack.migrate()
    try:
        with stack.up():
            yield proxy, stack
    finally:
        proxy.close()


@pytest.fixture
def stack(proxy_and_stack: tuple[Proxy, Stack]) -> Iterator[Stack]:
    """The stack, whole again for the next test."""
    stack = proxy_and_stack[1]
    yield stack
    missing = [name for name in NAMES if name not in stack.running]
    if missing:
        stack.start(*missing)
        stack.wait()


@pytest.fixture
def proxy(proxy_and_stack: tuple[Proxy, Stack]) -> Iterator[Proxy]:
    proxy = proxy_and_stack[0]
    proxy.calls.clear()
    yield proxy
    proxy.fault = None


@pytest.fixture
def tries_to_leave(stack: Stack) -> Path:
    """The file that holds every try of the stack's to reach another host; missing where none."""
    return Path(stack.extra["OWNWORDS_TEST_WATCH"])


@pytest.fixture
def adult(stack: Stack) -> Talker:
    """An adult at the main question."""
    return Talker.begin(stack.url).go_to("outcome")
