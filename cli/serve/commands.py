"""`ownwords up`, `down` and `status`."""

import asyncio
import os
import signal
import time
from typing import Annotated

import typer

from cli.errors import FAILED, NOT_RUNNING, NotRunning, Problem
from cli.paths import models_dir
from cli.serve import state
from cli.serve.process import signal_group, wait_gone

STOP_S = 12.0
FAULTS = {
    "unreachable": "the mail server does not answer",
    "signed_out": "the mail server refuses our name, password or key",
    "refused": "the mail server refuses the e-mail",
}


def register(app: typer.Typer) -> None:
    app.command()(up)
    app.command()(down)
    app.command()(status)


def up(
    train: Annotated[bool, typer.Option(help="Train first if the inputs changed.")] = True,
) -> None:
    """Start the web server, Rasa and the action server. Ctrl-C stops all three."""
    from cli import settings as settings_of
    from cli.serve.children import children
    from cli.serve.ports import check_free
    from cli.serve.supervisor import Supervisor

    began = time.monotonic()
    settings = settings_of.load()
    _refuse_twice()
    wanted = children(settings)
    check_free(wanted)
    _prepare(train)
    typer.echo("Starting:")
    address = f"http://{settings.web_host}:{settings.web_port}"

    async def serve() -> None:
        supervisor = Supervisor(wanted, address=address, say=typer.echo)
        await supervisor.run(lambda: _welcome(address, time.monotonic() - began))

    asyncio.run(serve())
    typer.echo("Stopped.")


def _refuse_twice() -> None:
    running = state.read()
    if running and running.supervisor.alive():
        raise Problem(
            f"Own Words is already up at {running.address} (process {running.supervisor.pid}). "
            "`ownwords down` stops it."
        )
    if running:
        _stop_orphans(running)


def _prepare(train: bool) -> None:
    from cli.outside import plain_errors
    from cli.serve.database import migrate_once_up
    from cli.training.run import train_all
    from cli.training.stamp import must_be_trained
    from cli.training.steps import STEPS

    if train:
        train_all(STEPS, force=False, say=typer.echo)
    with plain_errors():
        migrate_once_up(typer.echo)
    # Said here: which of the processes would say so first, each in its own words, is chance.
    must_be_trained(STEPS, models_dir())


def _welcome(address: str, seconds: float) -> None:
    typer.echo(
        f"\nOwn Words is up ({seconds:.0f} s).\n"
        f"  The chat:            {address}/\n"
        f"  For practitioners:   {address}/review\n"
        f"  For case systems:    {address}/docs\n"
        "To sign in, first make an account in another terminal:\n"
        "  .venv/bin/ownwords user add\n"
        "Ctrl-C stops everything."
    )


def down() -> None:
    """Stop what `ownwords up` started, from any terminal."""
    running = state.read()
    if running is None:
        typer.echo("Own Words is not up.")
        return
    if running.supervisor.alive():
        # It alone: its group may be the shell's, and it stops its children itself.
        os.kill(running.supervisor.pid, signal.SIGTERM)
        if not wait_gone(running.supervisor, STOP_S):
            raise Problem(f"Process {running.supervisor.pid} has not stopped; try again.")
    _stop_orphans(running)
    typer.echo("Stopped.")


def _stop_orphans(running: state.UpState) -> None:
    """Children whose supervisor was killed outright live on, and their ports stay taken."""
    for child in running.children.values():
        if child.process.alive():
            signal_group(child.process.pid, signal.SIGTERM)
            if not wait_gone(child.process, 3):
                signal_group(child.process.pid, signal.SIGKILL)
    state.remove()


def status() -> None:
    """Say what is running, whether it is ready, and whether e-mails go out. Exit code 0 only when
    all is well."""
    from cli.serve.health import ask_now

    running = state.read()
    if running is None or not running.supervisor.alive():
        raise NotRunning("Own Words is not up. `ownwords up` starts it.")
    typer.echo(f"Own Words is up at {running.address} (process {running.supervisor.pid}).")
    all_ready = True
    for name, child in running.children.items():
        answer = ask_now(child.ready_url)
        all_ready = all_ready and answer.ready
        typer.echo(
            f"  {name:8} port {child.port:<6} process {child.process.pid:<8} "
            f"restarts {child.restarts:<4} {answer.words}"
        )
    if not all_ready:
        raise typer.Exit(NOT_RUNNING)
    if not _escalation():
        raise typer.Exit(FAILED)


def _escalation() -> bool:
    """Say how escalation stands; False where an e-mail could not be sent."""
    from api.core.clock import utc_now
    from api.db import get_reading_sessions
    from api.escalation.health import standing
    from cli import settings as settings_of
    from cli.outside import plain_errors

    with plain_errors(), get_reading_sessions()() as session:
        found = standing(session, settings_of.load(), now=utc_now())
    if not found.on:
        typer.echo("  alerts   nobody is written to: OWNWORDS_ESCALATION is not set")
        return True
    typer.echo(f"  alerts   past their time and not acknowledged: {found.waiting}")
    if found.since is None:
        return True
    typer.echo(
        f"  e-mail   NOT SENT: {found.failing}, the oldest since {found.since:%d/%m/%Y %H:%M} UTC; "
        f"{FAULTS.get(found.fault or '', 'it could not be sent')}. It is tried again by itself."
    )
    return False
