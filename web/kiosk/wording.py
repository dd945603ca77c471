"""What a kiosk's pages say in numbers: how long, and whom to call."""

from api.settings import Settings
from web.wording import words_in


def lasting(seconds: float) -> str:
    """Say how long, in whole minutes where it is whole minutes."""
    words = words_in().kiosk.lasting
    minutes, rest = divmod(seconds, 60)
    if minutes and not rest:
        return str(words.minute if minutes == 1 else words.minutes.format(number=f"{minutes:g}"))
    return str(words.seconds.format(number=f"{seconds:g}"))


def to_call(settings: Settings) -> str:
    """Say which numbers there are: the emergency's, and the local lines from the settings."""
    words = words_in().kiosk.no_network
    lines = [f"{line.name} {line.number} {line.when}".split() for line in settings.help_lines]
    local = "; ".join(" ".join(line) for line in lines)
    return f"{words.call} {words.lines.format(lines=local)}." if local else str(words.call)
