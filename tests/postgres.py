"""A PostgreSQL server of the tests' own, from Debian's package, in a folder that goes away."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import psycopg

from tests.stack import free_port


def programs() -> Path:
    """Return the folder of pg_ctl, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("pg_ctl")
    return found[0] if found else Path(on_path or "/nowhere/pg_ctl").parent


def _account() -> str | None:
    """PostgreSQL refuses to run as root; Debian's package brings an account for it."""
    return "postgres" if os.getuid() == 0 else None


@contextmanager
def a_server() -> Iterator[str]:
    """Yield the address of a server, without a database's name at its end."""
    home, port, account = Path(mkdtemp(prefix="ow-pg-")), free_port(), _account()
    if account:
        os.chown(home, pwd.getpwnam(account).pw_uid, -1)

    def run(*command: str) -> None:
        where = programs() / command[0]
        subprocess.run([where, *command[1:]], user=account, cwd=home, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip

    data = str(home / "data")
    run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home}"
    run("pg_ctl", "-D", data, "-w", "-l", str(home / "log"), "-o", f"{options} -F", "start")
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(home, ignore_errors=True)


def a_database(server: str) -> str:
    """Return the address of a new, empty database."""
    name = f"t{uuid4().hex[:12]}"
    plain = server.replace("+psycopg", "") + "postgres"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server + name
