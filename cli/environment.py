"""The environment that child processes are given."""

import os

from cli.paths import ROOT, var_dir

# One busy core each: more threads for small models only get in each other's way.
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "TF_INTRA_OP_PARALLELISM_THREADS",
        "TF_INTER_OP_PARALLELISM_THREADS",
    ),
    "1",
)


# Of the web server's settings the bot's processes need these alone. The others hold keys, passwords
# and tokens, and libpq reads its password from PG…: none of them is handed on.
BOTS = frozenset({"OWNWORDS_VAR", "OWNWORDS_ACTIONS_PORT", "OWNWORDS_RASA_PORT"})


def for_ours() -> dict[str, str]:
    """For the web server, which runs in this environment's Python."""
    temporary = var_dir() / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        **ONE_THREAD,
        "OWNWORDS_VAR": str(var_dir()),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "SANIC_HOST": "127.0.0.1",  # rasa-sdk listens on every interface without it
        "TMPDIR": str(temporary),
    }


def for_actions() -> dict[str, str]:
    """For the action server: the same Python, and nothing secret."""
    from api.settings import Settings

    kept_back = {f"OWNWORDS_{name.upper()}" for name in Settings.model_fields} - BOTS
    return {
        name: value
        for name, value in for_ours().items()
        if name.upper() not in kept_back and not name.startswith("PG")
    }


def for_rasa() -> dict[str, str]:
    """For Rasa: nothing secret, no telemetry, no error reports, quiet, and no file outside var/."""
    cache = var_dir() / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    env = for_actions()
    # Names of the other environment's interpreter would confuse this one.
    for name in ("VIRTUAL_ENV", "PYTHONHOME"):
        env.pop(name, None)
    return env | {
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_CACHE_DIRECTORY": str(cache / "rasa"),
        "MPLCONFIGDIR": str(cache / "matplotlib"),
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "LOG_LEVEL": "WARNING",  # below that, Rasa logs what people type
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "CUDA_VISIBLE_DEVICES": "-1",
    }
