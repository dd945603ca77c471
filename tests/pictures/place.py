"""A whole stack of its own with the made-up team and conversations laid in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import MODELS
from tests.pictures.council import a_council_page
from tests.ports import free_port
from tests.stack import Stack

PASSWORD = re.compile(r"^  (\w+) +(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    url: str
    council: str  # the address of a page that shows the widget
    passwords: dict[str, str]  # of the made-up team


@contextmanager
def a_place() -> Iterator[Place]:
    with TemporaryDirectory(prefix="pictures-") as folder:
        var = Path(folder) / "var"
        var.mkdir()
        (var / "models").symlink_to(MODELS)
        port = free_port()
        council = f"http://localhost:{port}"
        settings = {"OWNWORDS_WIDGET_ORIGINS": f'["{council}"]'}
        stack = Stack(var=var, models=MODELS, extra=settings, patience=300)
        laid = stack.run("demo")
        assert laid.returncode == 0, laid.stderr
        with stack.up(), a_council_page(stack.url, port):
            yield Place(stack.url, council, dict(PASSWORD.findall(laid.stdout)))
