"""`ownwords export`, `erase` and `reconcile`: looking after the record."""

import json
import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from cli.errors import NotRunning
from cli.outside import plain_errors

Conversation = Annotated[UUID, typer.Argument(help="The conversation's id.")]


def register(app: typer.Typer) -> None:
    app.command()(export)
    app.command()(erase)
    app.command()(reconcile)


def export(
    conversation: Conversation,
    out: Annotated[
        Path | None, typer.Option(help="A file, readable by you alone; otherwise the terminal.")
    ] = None,
) -> None:
    """Write one conversation out as JSON. The export is entered in the audit."""
    from api.db import session_scope
    from api.record import service
    from api.vault.keys import get_keys

    with plain_errors(), session_scope() as session:
        found = service.export_conversation(session, get_keys(), conversation)
    content = found.model_dump(mode="json", by_alias=True)
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8", errors="surrogatepass"))
        return
    out.touch(mode=0o600)  # before anything is in it
    out.chmod(0o600)  # also where it was there already
    out.write_text(text, encoding="utf-8", errors="surrogatepass")
    typer.echo(f"Written to {out}.", err=True)


def erase(
    conversation: Conversation,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
) -> None:
    """Erase one conversation for good, by destroying its key. It cannot be undone."""
    from api.db import get_sessions, session_scope
    from api.leftovers import leave_nothing_behind
    from api.record import service

    if not yes:
        typer.confirm("Nobody will be able to read it again. Erase it?", abort=True)
    with plain_errors(), session_scope() as session:
        service.erase_conversation(session, conversation)
    with plain_errors():
        leave_nothing_behind(get_sessions())
    typer.echo("Erased.")


def reconcile() -> None:
    """Answer the messages that were kept while the bot was away."""
    from api.chat.deps import get_turns
    from api.turn import service, waiting

    with plain_errors():
        turns = get_turns()
        before = len(service.waiting_conversations(turns.sessions))
        answered = waiting.reconcile(turns)
    typer.echo(f"{answered} of {before} waiting conversation(s) answered.")
    if answered < before:
        raise NotRunning("The rest wait for the bot. `ownwords status` says what is down.")
