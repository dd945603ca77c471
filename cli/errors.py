"""What a command says when it cannot do what it was asked, and the exit code that goes with it."""

FAILED = 1
USAGE = 2  # Typer's own
NOT_RUNNING = 3
SETTINGS = 4


class Problem(Exception):
    """Something a person can put right. The message says what, and how."""

    code = FAILED


class NotRunning(Problem):
    """Own Words, or one of its processes, does not answer."""

    code = NOT_RUNNING


class BadSettings(Problem):
    """A setting is missing, malformed, or already taken by something else."""

    code = SETTINGS
