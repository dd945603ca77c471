"""Third step: a second look at the themes of a doc, put into its scores."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from nlp.components.outcome_reader import scores_of
from nlp.components.word_reader import words_of
from nlp.themes import doubts, second_look
from nlp.vectors import Network, load_network, save_network


@Language.factory("theme_reader")
def make_theme_reader(nlp: Language, name: str) -> "ThemeReader":
    return ThemeReader()


class ThemeReader:
    """Empty until trained or loaded; then it reads the doubtful docs of a batch together."""

    def __init__(self) -> None:
        self.networks: tuple[Network, ...] = ()

    def __call__(self, doc: Doc) -> Doc:
        return self._look([doc])[0]

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        for batch in minibatch(docs, batch_size):  # type: ignore[no-untyped-call]
            yield from self._look(list(batch))

    def _look(self, docs: list[Doc]) -> list[Doc]:
        if not self.networks:
            return docs
        doubtful = [doc for doc in docs if doubts(scores_of(doc))]
        if doubtful:
            first = np.concatenate([scores_of(doc).themes for doc in doubtful])
            found = second_look(self.networks, [words_of(doc) for doc in doubtful], first)
            for at, doc in enumerate(doubtful):
                scores_of(doc).themes = found[at : at + 1]
        return docs

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        for number, network in enumerate(self.networks, 1):
            save_network(network, Path(path) / str(number))

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "ThemeReader":
        self.networks = tuple(map(load_network, sorted(Path(path).glob("*"))))
        return self
