"""`ownwords words`: the files that translators work with."""

from pathlib import Path
from typing import Annotated

import typer

from cli.errors import FAILED, Problem

app = typer.Typer(help="Translations: lay them, bring them up to the English, and check them.")

Folder = Annotated[Path | None, typer.Option(help="Where translations are: locale/ as a rule.")]
Code = Annotated[str, typer.Argument(help="A language, such as cy, ur or pt_BR.")]


def _folder(given: Path | None) -> Path:
    from cli import settings

    return given or settings.load().locale


@app.command()
def update(folder: Folder = None) -> None:
    """Write the templates from the English, and bring every language's files up to them."""
    from api.language.catalogue import update as bring_up

    for path in bring_up(_folder(folder)):
        typer.echo(f"changed  {path}")


@app.command()
def add(code: Code, folder: Folder = None) -> None:
    """Lay the files of a new language. Its words are English until they are translated."""
    from babel import Locale, UnknownLocaleError

    from api.language.catalogue import add as lay

    try:
        Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        raise Problem(f"{code} is no language that is known. Try cy, ur, pl or pt_BR.") from None
    for path in lay(code, _folder(folder)):
        typer.echo(f"laid  {path}")


@app.command()
def pseudo(folder: Folder = None) -> None:
    """Write two languages that nobody speaks, to look at the pages in: en_XA and ar_XB."""
    from api.language.pseudo import ACCENTED, RIGHT_TO_LEFT, lay

    for code in (ACCENTED, RIGHT_TO_LEFT):
        lay(code, _folder(folder))
        typer.echo(f"laid  {code}")


@app.command()
def check(folder: Folder = None) -> None:
    """Say of each language what is ready, what is missing and what is wrong. Wrong ones: exit 1."""
    from api.language.shelf import reports

    wrong = False
    for code, name, report in reports(_folder(folder)):
        typer.echo(
            f"{code} {name}: {report.ready} ready, {report.missing} missing, "
            f"{report.fuzzy} to be looked at (fuzzy), {len(report.faults)} wrong"
        )
        for fault in report.faults:
            wrong = True
            typer.echo(f"  {fault.key}: {fault.what}\n    {fault.text!r}")
    if wrong:
        raise typer.Exit(FAILED)
