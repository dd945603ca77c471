"""Second step: the trained reader's scores for a doc, kept in its `user_data`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from nlp.components.word_reader import clauses_of, words_of
from nlp.features import join
from nlp.lexicon import the_lexicon
from nlp.reader import Reader, Scores
from nlp.storage import load_reader, save_reader

SCORES = "ownwords.scores"


def scores_of(doc: Doc) -> Scores:
    found: Scores = doc.user_data[SCORES]
    return found


@Language.factory("outcome_reader")
def make_outcome_reader(nlp: Language, name: str) -> "OutcomeReader":
    return OutcomeReader()


class OutcomeReader:
    """Empty until trained or loaded; then it scores docs, many at a time in `pipe`."""

    def __init__(self) -> None:
        self.reader: Reader | None = None

    def __call__(self, doc: Doc) -> Doc:
        return self._score([doc])[0]

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        for batch in minibatch(docs, batch_size):  # type: ignore[no-untyped-call]
            yield from self._score(list(batch))

    def _score(self, docs: list[Doc]) -> list[Doc]:
        if self.reader is None:
            return docs
        read = join([(words_of(doc), clauses_of(doc)) for doc in docs], the_lexicon())
        scores = self.reader.score(read)
        starts = [0] * (len(docs) + 1)
        for text in scores.clause_text.tolist():
            starts[text + 1] += 1
        for number, doc in enumerate(docs):
            starts[number + 1] += starts[number]
            doc.user_data[SCORES] = scores.only(number, starts[number], starts[number + 1])
        return docs

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        if self.reader is not None:
            save_reader(self.reader, Path(path))

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "OutcomeReader":
        self.reader = load_reader(Path(path))
        return self
