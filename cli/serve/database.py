"""After a reboot the database may come up later than we do."""

import time
from collections.abc import Callable

from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from api import db
from api.settings import get_settings

LONGEST_S = 60.0
PAUSE_S = 1.0


def migrate_once_up(say: Callable[[str], None]) -> None:
    """Bring the database to the newest shape. One that cannot be reached yet is waited for, up to a
    minute. Raises OperationalError."""
    deadline, told = time.monotonic() + LONGEST_S, False
    while True:
        try:
            db.migrate()
        except OperationalError as error:
            if not _cannot_be_reached(error) or time.monotonic() > deadline:
                raise
            if not told:
                say(f"{_why(error)}\nWaiting for the database, up to {LONGEST_S:.0f} s.")
            told = True
            time.sleep(PAUSE_S)
        else:
            return


def _cannot_be_reached(error: OperationalError) -> bool:
    """A file is there, or never comes by waiting. Where something was asked, it was reached."""
    is_file = make_url(get_settings().database).get_backend_name() == "sqlite"
    return not is_file and error.statement is None


def _why(error: OperationalError) -> str:
    """A wrong password is told by this line alone."""
    lines = str(error.orig).splitlines()
    return lines[0] if lines else "The database does not answer."
