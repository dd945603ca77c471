"""What the other packages raise, said as a Problem: words and an exit code, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from cli.errors import Problem


@contextmanager
def plain_errors() -> Iterator[None]:
    """Around calls into `api`: its own errors, and a database that cannot be used, become words."""
    from sqlalchemy.exc import DBAPIError

    from api.errors import ServiceError
    from api.vault.keys import KeyUnusable

    try:
        yield
    except (ServiceError, KeyUnusable) as error:
        raise Problem(str(error)) from None
    except DBAPIError as error:
        # `orig` alone: the full text repeats the statement's values, which may be a person's words.
        raise Problem(
            f"The database cannot be used: {error.orig}. "
            "Run `ownwords check` to see what is wrong, or `ownwords migrate` if it is new."
        ) from None


@contextmanager
def plain_reading_errors() -> Iterator[None]:
    """Around calls into `nlp`: a missing or stale model says what to run."""
    from nlp.errors import NlpError

    try:
        yield
    except NlpError as error:
        raise Problem(str(error)) from None
