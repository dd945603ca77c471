"""What a password must be. Any signs are allowed, and none has to be changed after a while: such
rules make passwords worse (docs/decisions/0079-passwords.md)."""

from zxcvbn import zxcvbn

from api.core.words import is_text
from api.errors import BadMessage
from api.settings import get_settings

SHORTEST = 12
LONGEST = 1000
READ = 72  # characters that are looked at: zxcvbn takes no more, and more make nothing weaker
STRONG = 3  # of 4, in zxcvbn's scale: 10^8 guesses
# What somebody who knows where they work tries first; their own name comes to it.
OF_THIS_PLACE = ("own", "words", "ownwords", "safeguarding", "council", "adult", "social", "care")


def must_be_good(password: str, username: str) -> None:
    """Raise BadMessage for a password that is short, known from others' leaks, or made of what is
    known of the person and the place."""
    if len(password) < SHORTEST:
        raise BadMessage("password_short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise BadMessage("password_long", longest=LONGEST)
    if not is_text(username + password):
        raise BadMessage("password_not_text")
    known = [username, *OF_THIS_PLACE, *get_settings().organisation.split()]
    if zxcvbn(password[:READ], user_inputs=known)["score"] < STRONG:
        raise BadMessage("password_guessed")
