"""Read a message at the open question: what the person means, and whether they are safe.

Pure Python and numpy, on Python 3.10 and later: the app and Rasa's process both import it.
"""

import os
from pathlib import Path

from nlp.loading import loaded_once
from nlp.reading.reader import Reader, Reading

__all__ = ["Reader", "Reading", "model_folder", "read", "reader"]


def model_folder() -> Path:
    """Return where the trained model is kept: below OWNWORDS_VAR, or var/ beside the source."""
    var = os.environ.get("OWNWORDS_VAR")
    root = Path(var) if var else Path(__file__).resolve().parents[2] / "var"
    return root / "models" / "reading"


@loaded_once
def _reader(folder: Path) -> Reader:
    return Reader.from_folder(folder)


def reader() -> Reader:
    """Return the reader, loaded once. Raises ModelMissing, whose message says what to run."""
    return _reader(model_folder())


def read(text: str, asking: str | None = None) -> Reading:
    """Return how the bot acts on `text` while the question `asking` is open.

    `asking` is "outcome" or "ask_outcome"; "any" or None where no question is open. Raises
    ModelMissing, and nothing else whatever the text is.
    """
    return reader().read(text, asking)
