"""`ownwords train`: the three models, each made again only when what it is made from changed."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command()(train)


def train(
    only: Annotated[
        str | None, typer.Option(help="One step alone: assess, reading or rasa.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Train even if nothing changed.")] = False,
) -> None:
    """Train what changed since the last time, and say what was kept."""
    from cli.errors import Problem
    from cli.training.run import train_all
    from cli.training.steps import STEPS

    chosen = [step for step in STEPS if only in {None, step.name}]
    if not chosen:
        raise Problem(f"There is no step {only!r}: choose from {', '.join(s.name for s in STEPS)}.")
    train_all(chosen, force=force, say=typer.echo)
