"""What atheris feeds to the parsers: the contract's JSON, return codes, and forms.

Run by `make fuzz`, under Python 3.11. Each target takes any bytes. An error that the parser is
meant to raise is fine; any other is a crash.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import atheris

with atheris.instrument_imports(include=["api", "starlette", "python_multipart"]):
    from pydantic import TypeAdapter, ValidationError
    from python_multipart.exceptions import FormParserError
    from starlette.datastructures import Headers
    from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

    from api.chat.codes import tidy
    from api.chat.schemas import ResumeIn, StartIn, TurnIn
    from api.command.schemas import Command
    from api.core.words import problem_with
    from api.turn.bot import BotAnswer

BODIES: list[TypeAdapter[Any]] = [
    TypeAdapter(kind) for kind in (StartIn, TurnIn, ResumeIn, Command, BotAnswer)
]
LONGEST = 20_000
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b")


def contract(data: bytes) -> None:
    for body in BODIES:
        with suppress(ValidationError):
            parsed = body.validate_json(data)
            body.dump_json(parsed)
            if isinstance(parsed, TurnIn):
                problem_with(parsed.text, longest=LONGEST)


def return_code(data: bytes) -> None:
    code = tidy(data.decode("utf-8", "replace"))

    assert tidy(code) == code, "a tidied code is tidy"
    assert code == code.strip()
    assert all("a" <= letter <= "z" for letter in code if letter != " ")


def form(data: bytes) -> None:
    async def stream() -> AsyncIterator[bytes]:
        half = len(data) // 2
        yield data[:half]
        yield data[half:]
        yield b""

    async def read() -> None:
        for kind, parser in zip(FORMS, (FormParser, MultiPartParser), strict=True):
            with suppress(FormParserError, MultiPartException, UnicodeDecodeError):
                await parser(Headers({"content-type": kind}), stream()).parse()

    asyncio.run(read())


TARGETS: dict[str, Callable[[bytes], None]] = {
    "contract": contract, "return_code": return_code, "form": form,
}  # fmt: skip


def main() -> None:
    logging.disable()  # the parsers say much about odd input
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
