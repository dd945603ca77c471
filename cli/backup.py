"""`ownwords backup`, `restore` and `keys rotate`: nothing is lost, and what is erased is gone."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from cli.errors import Problem
from cli.outside import plain_errors

keys = typer.Typer(no_args_is_help=True, help="The keys that the record is sealed with.")


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)
    app.add_typer(keys, name="keys")


@contextmanager
def _plain_failures(what: str) -> Iterator[None]:
    """Around a backup or a restore: a disk or a database that fails becomes words."""
    import psycopg

    from api.backup.postgres import DumpFailed

    try:
        with plain_errors():
            yield
    except OSError as error:
        raise Problem(f"{what}: {error.strerror or error}.") from None
    except (DumpFailed, sqlite3.Error, psycopg.Error) as error:
        # The first line alone: PostgreSQL may show a row in those after it.
        raise Problem(f"{what}: {str(error).partition(chr(10))[0]}") from None


def backup(file: Annotated[Path, typer.Argument(help="A new file to write.")]) -> None:
    """Write an encrypted backup of the live record. Keep var/keys elsewhere, newest copy only."""
    from api.backup import book, service
    from api.core.clock import utc_now
    from api.settings import get_settings
    from api.vault.keys import get_keys

    with _plain_failures(f"{file} was not written"):
        try:
            count = service.back_up(get_settings(), get_keys(), file, now=utc_now())
        except FileExistsError:
            raise Problem(f"{file} is there already. Name a new file.") from None
    typer.echo(f"{count} conversation(s) are in {file}.")
    typer.echo(f"Their keys are in {book.path().parent}: copy it to another place, over the copy")
    typer.echo("before it. With an old copy, what was erased since could be read again.")


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    key_book: Annotated[
        Path | None, typer.Option(help="The newest key book. Default: var/keys/book.db.")
    ] = None,
) -> None:
    """Restore a backup into an empty place. What was erased since does not come back."""
    from api import db
    from api.backup import book, service
    from api.settings import get_settings
    from api.vault.keys import get_keys

    where = key_book or book.path()
    if not where.exists():
        raise Problem(f"There is no key book at {where}. Put back the newest copy of var/keys.")
    with _plain_failures(f"{file} was not restored"):
        try:
            kept, gone = service.restore(get_settings(), get_keys(), file, where)
        except FileExistsError as error:
            raise Problem(
                f"There is a record here already, or what is left of one: {error}. "
                "Restore into an empty place."
            ) from None
        except (FileNotFoundError, ValueError) as error:
            raise Problem(f"{file} cannot be restored: {error}") from None
    with plain_errors():
        db.migrate()
    typer.echo(f"{kept} conversation(s) are back; {gone} were erased since, and stay so.")


@keys.command()
def rotate() -> None:
    """Make a new key and wrap everything anew with it, while people go on talking. Where
    OWNWORDS_KEYS is in the site's own environment, not in .env, restart the site with it first."""
    from api.audit.service import write
    from api.backup import book
    from api.core.clock import utc_now
    from api.db import get_sessions
    from api.leftovers import KEYS, announce, leave_nothing_behind
    from api.settings import get_settings
    from api.vault.keys import add_key, get_keys
    from api.vault.rotate import rewrap

    with plain_errors():
        get_keys()
        ours = not get_settings().keys.get_secret_value()
        ring = add_key(get_settings()) if ours else get_keys()
        get_keys.cache_clear()
        announce(KEYS)  # a kill in the middle leaves old wrappings too
        done = rewrap(get_sessions(), ring)
        with get_sessions().begin() as session:
            if book.path().exists():
                book.renew(session)
            write(session, "system", "keys_rotated", f"{done} conversations", utc_now())
        announce(KEYS)  # again: the site may have tidied meanwhile
        leave_nothing_behind(get_sessions())
    typer.echo(f"{done} conversation(s) are wrapped with the newest key.")
    if not ours:
        typer.echo("That is the first key in OWNWORDS_KEYS. Put a new one there to change it.")
    typer.echo("Keep the older keys: older backups and the return codes need them.")
