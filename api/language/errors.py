"""What an error says, by its code, in the language that is spoken just now."""

from api.language.current import words
from api.language.words import Said

PLAIN = "plain"


def words_for(code: str, name: str = PLAIN, /, **gaps: object) -> str:
    """Return the message; the code's plain one where `name` is none of its messages."""
    api = words().api
    for part in (api.errors, api.errors_at_work):
        if code in part and name in part[code]:
            said: Said = part[code][name]
            return said.format(**gaps)
    return str(words_for("service_error") if name == PLAIN else words_for(code))
