"""`ownwords chat`: the conversation in a terminal, over the same HTTP contract as the page."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command()(chat)


def chat(
    script: Annotated[
        Path | None,
        typer.Option(help="A file with one message a line, sent in order.", exists=True),
    ] = None,
    resume: Annotated[str | None, typer.Option(help="The return code of an earlier talk.")] = None,
    url: Annotated[str | None, typer.Option(help="Where Own Words is, if not here.")] = None,
) -> None:
    """Talk with Own Words, which must be up. End with Ctrl-D."""
    from cli import settings
    from cli.chat_client import ChatClient

    if url is None:
        found = settings.load()
        url = found.web_url
    with ChatClient(url) as client:
        _show(client.resume(resume) if resume else client.open())
        for text in _from_file(script) if script else _from_person():
            _show(client.say(text))
        if client.return_code:
            typer.echo(f"To come back to this talk, the code is: {client.return_code}")


def _from_file(script: Path) -> Iterator[str]:
    """Each line as it is: an empty one is an empty message, which the chat has an answer to."""
    for line in script.read_text(encoding="utf-8").split("\n")[:-1]:
        typer.echo(f"> {line}")
        yield line


def _from_person() -> Iterator[str]:
    while True:
        try:
            yield input("> ")
        except EOFError:
            typer.echo()
            return


def _show(messages: list[dict[str, object]]) -> None:
    for message in messages:
        typer.echo(str(message["text"]) if message["from"] == "bot" else f"> {message['text']}")
        choices = message.get("choices") or []
        assert isinstance(choices, list)  # noqa: S101 - the contract's own shape
        for choice in choices:
            value, title = choice["value"], choice["title"]
            typer.echo(f"    {value}" if value == title else f"    {value}: {title}")
    sys.stdout.flush()
