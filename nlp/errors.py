"""The ways reading can fail. Text itself never makes it fail, whatever it holds."""

from pathlib import Path


class NlpError(Exception):
    """Anything this package raises on purpose."""


class ModelMissing(NlpError):
    """There is no trained model where one was looked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no trained model in {path}. Run `ownwords train` to make one.")
        self.path = path


class ModelStale(NlpError):
    """The model was trained by code that read features in another way."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The model in {path} belongs to another version. Run `ownwords train` again."
        )
        self.path = path


class CorpusError(NlpError):
    """A line of the corpus breaks its schema. The message names the file and the line."""


class ResourceError(NlpError):
    """A line of `nlp/resources` cannot be used. The message names the file and the line."""
