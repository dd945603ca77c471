"""Where things are. Everything written at run time is below `var_dir()`."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RASA_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"


def var_dir() -> Path:
    """OWNWORDS_VAR, or `var` beside the code; absolute, whatever the current folder is."""
    return (ROOT / (os.environ.get("OWNWORDS_VAR") or "var")).absolute()


def log_dir() -> Path:
    return var_dir() / "log"


def run_dir() -> Path:
    """What is true only while Own Words is up: process numbers, generated endpoints."""
    return var_dir() / "run"


def models_dir() -> Path:
    return var_dir() / "models"
