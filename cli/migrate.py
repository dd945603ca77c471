"""`ownwords migrate`: bring the database to the shape this version expects."""

import typer


def register(app: typer.Typer) -> None:
    app.command()(migrate)


def migrate() -> None:
    """Bring the database up to date. Safe to run again: a database already there is left alone."""
    from api import db
    from cli.outside import plain_errors

    with plain_errors():
        db.migrate()
    typer.echo("The database is up to date.")
