"""A database on another machine is spoken to over TLS, with its certificate checked."""

import os
from ipaddress import ip_address

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

CHECKED = ("verify-full", "verify-ca")


def must_be_over_tls(url: str) -> None:
    """Raise ValueError for an address that cannot be read, or one of PostgreSQL on another machine
    without `sslmode=verify-full`. The address is not repeated: a password may stand in it."""
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("is no address of a database") from None
    if parts.get_backend_name() != "postgresql":
        return
    given = parts.query.get("host") or parts.host or os.environ.get("PGHOST", "")
    hosts = given.split(",") if isinstance(given, str) else list(given)
    mode = parts.query.get("sslmode") or os.environ.get("PGSSLMODE", "")
    if mode not in CHECKED and not all(is_here(host) for host in hosts):
        raise ValueError(
            "is on another machine: end it with ?sslmode=verify-full, and &sslrootcert= with the "
            "file of who signed its certificate"
        )


def is_here(host: str) -> bool:
    """Tell whether it is this machine: a socket's folder, or loopback."""
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host.partition(":")[0] if host.count(":") == 1 else host).is_loopback
    except ValueError:
        return False
