"""Is the port free? Asked before anything starts, so that the answer can name the setting."""

import errno
import socket
from collections.abc import Iterable
from itertools import combinations

from cli.errors import BadSettings
from cli.serve.children import Child


def check_free(children: Iterable[Child]) -> None:
    """Raises BadSettings naming each port that cannot be listened on, and its setting."""
    children = list(children)
    said = [sentence for child in children if (sentence := _obstacle(child))]
    said += _shared(children)
    if said:
        raise BadSettings("\n".join(said))


def _obstacle(child: Child) -> str | None:
    family = socket.AF_INET6 if ":" in child.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the servers themselves do: a connection that has just closed is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((child.host, child.port))
        except OSError as error:
            return _sentence(child, error)
    return None


def _sentence(child: Child, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {child.port} is already in use, so {child.title} cannot start. "
            f"Stop what is using it, or set {child.setting} to another port."
        )
    return (
        f"{child.title.capitalize()} cannot listen on {child.host} port {child.port}: "
        f"{error.strerror}. Set {child.setting} to another port."
    )


def _shared(children: list[Child]) -> list[str]:
    return [
        f"{one.setting} and {other.setting} are both {one.port}: "
        "each process needs a port of its own."
        for one, other in combinations(children, 2)
        if one.port == other.port
    ]
