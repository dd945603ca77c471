"""`ownwords retention`: delete what was kept for its time, and hold what must not be deleted."""

from typing import Annotated
from uuid import UUID

import typer

from cli.outside import plain_errors

app = typer.Typer(no_args_is_help=True, help="Delete what was kept for its time, or hold it.")
Conversation = Annotated[UUID, typer.Argument(help="The conversation's id.")]


@app.command()
def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Delete what is due, and report: once a day, from a timer."""
    from api.core.clock import utc_now
    from api.db import get_sessions, session_scope
    from api.leftovers import leave_nothing_behind
    from api.retention import service
    from api.settings import get_settings

    with plain_errors(), session_scope() as session:
        lines = service.run(session, get_settings(), now=utc_now(), dry_run=dry_run)
    with plain_errors():
        leave_nothing_behind(get_sessions())
    typer.echo(f"{'kind':12} {'kept':>9} {'due':>6} {'held':>6} {'deleted':>8}")
    for line in lines:
        kept = f"{line.days} days" if line.days else "-"
        typer.echo(f"{line.kind:12} {kept:>9} {line.due:6} {line.held:6} {line.deleted:8}")


@app.command()
def hold(
    conversation: Conversation,
    kind: Annotated[str, typer.Option(help="court, inquest, safeguarding_review or complaint.")],
) -> None:
    """Keep a conversation whatever its age, until the hold is lifted."""
    from api.core.clock import utc_now
    from api.db import session_scope
    from api.retention import service

    with plain_errors(), session_scope() as session:
        service.hold(session, conversation, kind, actor="system", now=utc_now())
    typer.echo("It is kept until the hold is lifted.")


@app.command()
def lift(conversation: Conversation) -> None:
    """End a hold."""
    from api.core.clock import utc_now
    from api.db import session_scope
    from api.retention import service

    with plain_errors(), session_scope() as session:
        service.lift(session, conversation, actor="system", now=utc_now())
    typer.echo("The hold is lifted.")
