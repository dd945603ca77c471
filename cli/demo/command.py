"""`ownwords demo`: fill an empty instance, and say once how its team signs in."""

import time

import typer

from cli.errors import Problem
from cli.outside import plain_errors, plain_reading_errors
from cli.serve import state


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo() -> None:
    """Fill an empty instance, which is not running, with a made-up team, conversations and what was
    done about them."""
    import logging

    import structlog

    from api import db
    from api.chat.deps import get_turns
    from api.core.clock import utc_now
    from cli.demo.lay import lay

    _must_be_down()
    # What is made up needs no warning in the log, the opening in need least of all.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    began = time.monotonic()
    with plain_errors(), plain_reading_errors():
        db.migrate()
        laid = lay(get_turns(), today=utc_now())
    seconds = time.monotonic() - began
    typer.echo(f"{laid.conversations} conversations laid in, in {seconds:.0f} seconds.")
    typer.echo("Everybody in them is made up. Do not use this instance for real people.\n")
    typer.echo("Sign in at /review. The passwords are shown now and never again:\n")
    for one in laid.sign_ins:
        role = f"{one.member.role} ({one.member.does})"
        typer.echo(f"  {one.member.name:8} {one.password:44} {role}")
    for about, code in laid.codes.items():
        typer.echo(f"\nTo come back as the person ({about}):\n  {code}")


def _must_be_down() -> None:
    """A web server that runs looks for words that wait for an answer, and would answer some of the
    made-up people itself: then nothing fits any more."""
    running = state.read()
    if running and running.supervisor.alive():
        raise Problem(
            "Own Words is running. Stop it first (Ctrl-C, or `ownwords down`), fill it, and then "
            "start it again."
        )
