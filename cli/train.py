"""`ownwords train`: the three models, each made again only when what it is made from changed."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command()(train)


def train(
    only: Annotated[
        list[str] | None, typer.Option(help="A step alone: assess, reading or rasa.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Train even if nothing changed.")] = False,
) -> None:
    """Train what changed since the last time, and say what was kept."""
    from cli.errors import Problem
    from cli.training.run import train_all
    from cli.training.steps import STEPS

    names = [step.name for step in STEPS]
    for name in only or ():
        if name not in names:
            raise Problem(f"There is no step {name!r}: choose from {', '.join(names)}.")
    chosen = [step for step in STEPS if not only or step.name in only]
    train_all(chosen, force=force, say=typer.echo)
