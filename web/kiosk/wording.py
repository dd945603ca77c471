"""What a kiosk's pages say in numbers: how long, and whom to call."""

from api.settings import Settings
from web.wording import counted, words_in


def lasting(seconds: float) -> str:
    """Say how long, in whole minutes where it is whole minutes."""
    words = words_in().kiosk.lasting
    minutes, rest = divmod(seconds, 60)
    if minutes and not rest:
        return counted(words.minutes, int(minutes))
    return counted(words.seconds, round(seconds))


def to_call(settings: Settings) -> str:
    """Say which numbers there are: the emergency's, and the local lines from the settings."""
    words = words_in().kiosk.no_network
    lines = [f"{line.name} {line.number} {line.when}".split() for line in settings.help_lines]
    local = "; ".join(" ".join(line) for line in lines)
    return f"{words.call} {words.lines.format(lines=local)}." if local else str(words.call)
