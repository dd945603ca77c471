"""A PostgreSQL server of the tests' own, from Debian's package, in a folder that goes away."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Composed, Identifier

from tests.ports import free_port

START_TRIES = 50
ROOM = 4 * 2**30


def programs() -> Path:
    """Return the folder of pg_ctl, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("pg_ctl")
    return found[0] if found else Path(on_path or "/nowhere/pg_ctl").parent


def _account() -> str | None:
    """PostgreSQL refuses to run as root; Debian's package brings an account for it."""
    return "postgres" if os.getuid() == 0 else None


def _memory() -> Path | None:
    """Return the folder that is memory, where there is one with room: a database is 900 files, and
    a run makes thousands of databases."""
    folder = Path("/dev/shm")  # noqa: S108  mkdtemp makes a folder of its own in it
    roomy = folder.is_dir() and shutil.disk_usage(folder).free > ROOM
    return folder if roomy else None


class Server:
    """One server, which can be killed -9 and started again on the same data."""

    def __init__(self, *, durable: bool = False) -> None:
        place = None if durable else _memory()
        self.home, self.port = Path(mkdtemp(prefix="ow-pg-", dir=place)), free_port()
        self._account, self._data = _account(), str(self.home / "data")
        if self._account:
            os.chown(self.home, pwd.getpwnam(self._account).pw_uid, -1)
        self._run("initdb", "-D", self._data, "-U", "postgres", "--auth=trust", "--no-sync",
                  "-E", "UTF8")  # fmt: skip
        here = f"-p {self.port} -c listen_addresses=127.0.0.1"
        self._options = f"{here} -c unix_socket_directories={self.home}"
        if not durable:
            self._options += " -F"  # a database that lives for a test needs no disk

    @property
    def address(self) -> str:
        """Its address, without a database's name at its end."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start it. After a kill its old processes may take a moment to go: tried again."""
        start = ("pg_ctl", "-D", self._data, "-w", "-l", str(self.home / "log"))
        for tries_left in range(START_TRIES, -1, -1):
            try:
                return self._run(*start, "-o", self._options, "start")
            except subprocess.CalledProcessError:
                if not tries_left:
                    raise
                time.sleep(0.2)
        return None

    def kill(self) -> None:
        """Kill -9 its first process. The others see that and end by themselves."""
        pid = int((Path(self._data) / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.home, ignore_errors=True)

    def _run(self, *command: str) -> None:
        program = [str(programs() / command[0]), *command[1:]]
        subprocess.run(program, user=self._account, cwd=self.home, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


@contextmanager
def a_server() -> Iterator[str]:
    """Yield the address of a server, without a database's name at its end."""
    server = Server()
    server.start()
    try:
        yield server.address
    finally:
        server.stop()


def a_database(server: str, template: str = "template1") -> str:
    """Return the address of a new database, like the template: without one, empty."""
    name = f"t{uuid4().hex[:12]}"
    made = SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template))
    _as_owner(server, made)
    return server + name


def drop(url: str) -> None:
    server, _, name = url.rpartition("/")
    _as_owner(f"{server}/", SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _as_owner(server: str, query: Composed) -> None:
    plain = server.replace("+psycopg", "") + "postgres"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(query)
