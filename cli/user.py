"""`ownwords user`: the accounts of the people who read the record."""

import sys
from typing import Annotated

import typer

from cli.errors import Problem
from cli.outside import plain_errors

app = typer.Typer(no_args_is_help=True, help="Accounts of the people who read the record.")

ROLES = "practitioner, lead, admin, auditor or desk"


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What they sign in with.")] = "",
    role: Annotated[str, typer.Option(help=f"One of {ROLES}.")] = "practitioner",
    own: Annotated[
        bool, typer.Option("--own", help="They are here, and type a password of their own, twice.")
    ] = False,
    password_stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help="Read the password they chose from standard input."),
    ] = False,
) -> None:
    """Make an account and print its first password. It signs in within three days, to choose
    another. A password of their own is never an argument."""
    from api.core.clock import utc_now
    from api.db import session_scope
    from api.user import password_reset, service

    name = name or typer.prompt("Name to sign in with", err=True)
    password = _password(password_stdin) if own or password_stdin else ""
    with plain_errors(), session_scope() as session:
        if password:
            service.add_user(session, name, password, role)
        else:
            password = password_reset.add_user(session, name, role, now=utc_now())
    if own or password_stdin:
        typer.echo(f"{name} can now sign in as {role}.")
    else:
        typer.echo(f"{name} signs in as {role} within three days, and chooses another:", err=True)
        typer.echo(password)  # alone, once it is kept


@app.command()
def disable(name: Annotated[str, typer.Argument(help="Whose account.")]) -> None:
    """Close an account. What they did stays in the audit; their conversations go back to the
    queue."""
    from api.db import session_scope
    from api.user import service

    with plain_errors(), session_scope() as session:
        given_back = service.disable_user(session, name)
    typer.echo(f"{name} can no longer sign in.")
    if given_back:
        typer.echo(f"{given_back} conversation(s) are no longer allocated to {name}.")


@app.command()
def sign_out(name: Annotated[str, typer.Argument(help="Whose sessions.")]) -> None:
    """End every session of an account, as where a computer was stolen. They can sign in again."""
    from api.db import session_scope
    from api.user import service

    with plain_errors(), session_scope() as session:
        service.sign_out_everywhere(session, name)
    typer.echo(f"{name} is signed out everywhere.")


@app.command()
def link(
    name: Annotated[str, typer.Argument(help="Whose account.")],
    subject: Annotated[str, typer.Argument(help="What the provider calls them: the sub claim.")],
) -> None:
    """Let somebody sign in with the council's own account, and no longer with a password."""
    from api.core.clock import utc_now
    from api.db import session_scope
    from api.user import sso
    from cli import settings

    issuer = settings.load().oidc_issuer
    if not issuer:
        raise Problem("Set OWNWORDS_OIDC_ISSUER first.")
    with plain_errors(), session_scope() as session:
        sso.link(session, name, issuer, subject, now=utc_now())
    typer.echo(f"{name} signs in with the council's own account now.")


@app.command()
def reset_codes(name: Annotated[str, typer.Argument(help="Whose phone is lost.")]) -> None:
    """Forget somebody's codes and end their sessions. They sign in with the password alone, and
    set codes up again."""
    from api.core.clock import utc_now
    from api.db import session_scope
    from api.user import codes

    with plain_errors(), session_scope() as session:
        codes.reset(session, name, now=utc_now())
    typer.echo(f"{name} has no codes any more.")


@app.command()
def reset(
    name: Annotated[str, typer.Argument(help="Who cannot sign in any more.")],
    codes: Annotated[
        bool, typer.Option("--codes", help="Their phone and recovery codes are lost as well.")
    ] = False,
) -> None:
    """Print a password that signs in once, to choose another. It ends after a day; every session
    of theirs ends now. Make sure first that it is them who ask."""
    from api.core.clock import utc_now
    from api.db import session_scope
    from api.user import codes as second
    from api.user import password_reset

    with plain_errors(), session_scope() as session:
        made = password_reset.reset(session, name, now=utc_now())
        if codes:
            second.reset(session, name, now=utc_now())
    typer.echo(made)  # alone, once it is kept


def _password(from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    if not password:
        raise Problem("A password cannot be empty.")
    return password
