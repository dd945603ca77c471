"""`ownwords assess` and `ownwords understand`: how words are read, one JSON object a line."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from cli import jsonl
from cli.errors import FAILED
from cli.jsonl import Row
from cli.outside import plain_reading_errors

if TYPE_CHECKING:
    from nlp.types import Audience


def register(app: typer.Typer) -> None:
    app.command()(assess)
    app.command()(understand)


def assess(
    audience: Annotated[
        str,
        typer.Option(
            help="For whom: practitioner misses least, adult is wrong least, balanced is between."
        ),
    ] = "balanced",
) -> None:
    """Read outcomes. Lines {"id", "text"} in; with label, spans, themes and confidence out."""
    from nlp.types import Audience

    if audience not in get_args(Audience):
        choices = ", ".join(get_args(Audience))
        raise typer.BadParameter(f"choose one of {choices}", param_hint="--audience")
    chosen = cast("Audience", audience)
    _lines(("text",), lambda rows: _assessed(rows, chosen))


def understand() -> None:
    """Read messages. Lines {"id", "text", "asking"} in; the same with intent, confidence out."""
    _lines(("text",), lambda rows: [_understood(row) for row in rows])


def _assessed(rows: list[Row], audience: "Audience") -> list[Row]:
    import nlp

    found = nlp.assess_many([row["text"] for row in rows], audience=audience)
    return [one.as_dict() for one in found]


def _understood(row: Row) -> Row:
    """As the bot would act on it: a choice's exact title first, as bot/channel/reader.py does."""
    from bot.questions import choice_in
    from nlp.reading import read

    asking = row.get("asking")
    question = asking.removeprefix("ask_") if isinstance(asking, str) else None
    picked = choice_in(row["text"], question or "")
    if picked is not None:
        return {"intent": picked, "confidence": 1.0}
    found = read(row["text"], question)
    return {"intent": found.intent, "confidence": round(found.confidence, 4)}


def _lines(needs: tuple[str, ...], answer: Callable[[list[Row]], list[Row]]) -> None:
    """Standard input to output. A bad line is named on standard error, and the rest goes on."""

    def complain(line: jsonl.BadLine) -> None:
        typer.echo(f"line {line.number}: {line.why}", err=True)

    with plain_reading_errors():
        bad = jsonl.process(
            sys.stdin.buffer, sys.stdout.buffer, needs=needs, answer=answer, complain=complain
        )
    if bad:
        typer.echo(f"{bad} line(s) could not be read.", err=True)
        raise typer.Exit(FAILED)
