"""`ownwords`: everything a person runs. Exit codes: 0 done, 1 failed, 2 wrongly asked,
3 not running, 4 a setting is wrong, 130 interrupted."""

import os
import sys

import typer
from dotenv import load_dotenv

from api.no_core import leave_no_core
from cli import backup, chat, check, language, migrate, record, retention, token, train, user, words
from cli.demo import command as demo
from cli.errors import FAILED, Problem
from cli.paths import ROOT
from cli.serve import commands as serve

app = typer.Typer(
    name="ownwords",
    help="A chat that helps an adult at risk say, in their own words, what they want.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its listing of local values would print what a person typed
)

serve.register(app)
train.register(app)
migrate.register(app)
chat.register(app)
words.register(app)
record.register(app)
check.register(app)
backup.register(app)
demo.register(app)
app.add_typer(user.app, name="user")
app.add_typer(token.app, name="token")
app.add_typer(language.app, name="words")
app.add_typer(retention.app, name="retention")


def main() -> None:
    """Run the command; turn what it raises into words on standard error and an exit code."""
    os.umask(0o077)  # the record, the keys and the logs are for this account alone
    leave_no_core()
    load_dotenv(ROOT / ".env")  # so that every child, and nlp, sees the same settings as we do
    try:
        app()
    except Problem as problem:
        _stop(str(problem), problem.code)
    except KeyboardInterrupt:
        _stop("Interrupted.", 130)
    except BrokenPipeError:
        # The reader left early, as `head` does. Python would complain again while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)


def _stop(words: str, code: int) -> None:
    print(words, file=sys.stderr)  # noqa: T201 - the command line's own voice
    sys.exit(code)
