"""`ownwords token`: the keys of other systems that use the API."""

from typing import Annotated

import typer

from cli.outside import plain_errors

app = typer.Typer(no_args_is_help=True, help="Keys of other systems that use the API.")


@app.command()
def add(
    role: Annotated[str, typer.Option(help="What it may do: a role, as for people.")],
    name: Annotated[str, typer.Option(help="Which system it is for.")],
) -> None:
    """Make a token. It alone is printed, this once; only its hash is kept."""
    from api.db import session_scope
    from api.token import service

    with plain_errors(), session_scope() as session:
        token = service.add_token(session, name, role)
    typer.echo(token)  # once it is kept, and not before


@app.command()
def revoke(name: Annotated[str, typer.Argument(help="The name it was made with.")]) -> None:
    """End a token at once."""
    from api.db import session_scope
    from api.token import service

    with plain_errors(), session_scope() as session:
        service.revoke_token(session, name)
    typer.echo(f"The token {name} no longer opens anything.", err=True)
