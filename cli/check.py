"""`ownwords check`: can this installation work? Each part is tried and said in a line."""

from collections.abc import Callable

import typer

from cli.errors import FAILED, Problem
from cli.outside import plain_errors
from cli.paths import RASA_PYTHON, models_dir, var_dir


def register(app: typer.Typer) -> None:
    app.command()(check)


def check() -> None:
    """Try the settings, the keys, the models, the database and the audit; say what is wrong."""
    parts: dict[str, Callable[[], str]] = {
        "settings": _settings,
        "folder": _folder,
        "keys": _keys,
        "models": _models,
        "rasa": _rasa,
        "database": _database,
        "audit": _audit,
        "alerts": _alerts,
    }
    wrong = [name for name, part in parts.items() if not _try(name, part)]
    if wrong:
        raise typer.Exit(FAILED)


def _try(name: str, part: Callable[[], str]) -> bool:
    try:
        with plain_errors():
            words, good = part(), True
    except Problem as problem:
        words, good = str(problem), False
    except (OSError, ValueError) as error:
        words, good = str(error), False
    typer.echo(f"{'ok ' if good else 'NOT'} {name:9} {words}")
    return good


def _settings() -> str:
    from cli import settings

    settings.load()
    return "can be read"


def _folder() -> str:
    folder = var_dir()
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".writable"
    probe.touch()
    probe.unlink()
    return f"{folder} can be written"


def _keys() -> str:
    from api.vault.keys import get_keys
    from cli.serve.children import known_by

    get_keys()
    known_by()
    return "the key-encryption key can be used"


def _models() -> str:
    from cli.training import stamp
    from cli.training.steps import STEPS

    stamp.must_be_trained(STEPS, models_dir())
    old = [step.name for step in STEPS if not stamp.is_current(step, models_dir() / step.name)]
    return f"trained; {', '.join(old)} from older inputs" if old else "trained, and up to date"


def _rasa() -> str:
    if not RASA_PYTHON.exists():
        raise Problem("Rasa's environment is missing. Run `make setup`.")
    return "its environment is there"


def _database() -> str:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from api import db

    wanted = ScriptDirectory.from_config(db.alembic_config()).get_current_head()
    with db.get_engine().connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    if present != wanted:
        raise Problem("It is not up to date. Run `ownwords migrate`.")
    return "it answers, and is up to date"


def _audit() -> str:
    from api.db import get_reading_sessions
    from cli import audit_head

    with get_reading_sessions()() as session:
        return audit_head.check(session)


def _alerts() -> str:
    from cli import settings

    given = settings.load()
    if not given.escalation:
        return "nobody is written to when no one acknowledges one"
    if not given.public_url:
        raise Problem("Set OWNWORDS_PUBLIC_URL: the link in an e-mail must lead here.")
    steps = ", ".join(f"{step.minutes} minutes" for step in given.escalation)
    return f"escalated by e-mail ({given.escalation_by}) after {steps}"
