"""Where the model lies and how sure it must be. Read from the environment at each call."""

import os
from pathlib import Path

from nlp.types import Audience

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "nlp" / "corpus"
RESOURCES = ROOT / "nlp" / "resources"

THRESHOLD_VARIABLES: dict[Audience, str] = {
    "adult": "OWNWORDS_ASSESS_ADULT_THRESHOLD",
    "practitioner": "OWNWORDS_ASSESS_PRACTITIONER_THRESHOLD",
}


def model_dir() -> Path:
    """The directory of the trained model: `models/assess` below OWNWORDS_VAR (default: var)."""
    return Path(os.environ.get("OWNWORDS_VAR") or ROOT / "var") / "models" / "assess"


def threshold_override(audience: Audience) -> float | None:
    """The threshold set for `audience`, if one is set and lies between 0 and 1."""
    raw = os.environ.get(THRESHOLD_VARIABLES.get(audience, ""), "")
    try:
        value = float(raw)
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None
