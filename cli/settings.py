"""The one door to the settings, for commands: a bad value becomes a sentence that names it."""

from pydantic import ValidationError

from api.settings import Settings, get_settings
from cli.errors import BadSettings


def load() -> Settings:
    try:
        return get_settings()
    except ValidationError as error:
        raise BadSettings(_sentences(error)) from None


def _sentences(error: ValidationError) -> str:
    """One line a setting. The value itself is left out: it may be a secret."""
    lines = ["These settings cannot be used:"]
    for problem in error.errors():
        name = "_".join(str(part) for part in problem["loc"]).upper()
        lines.append(f"  OWNWORDS_{name}: {problem['msg']}")
    lines.append("They come from the environment or from a file named .env; see .env.example.")
    return "\n".join(lines)
