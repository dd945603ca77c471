"""First step of the pipeline: words with their classes, cut into clauses."""

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from nlp.clauses import cut
from nlp.lexicon import Lexicon, the_lexicon
from nlp.spelling import Speller
from nlp.words import Word, WordBook

WORDS, CLAUSES = "ownwords.words", "ownwords.clauses"
SERVICE_CLASSES = (
    "professional", "police", "organisation", "service", "equipment", "referral", "process",
    "nofurther", "comply",
)  # fmt: skip


def words_of(doc: Doc) -> list[Word]:
    found: list[Word] = doc.user_data[WORDS]
    return found


def clauses_of(doc: Doc) -> list[int]:
    """The clause number of each word, from 0, never falling."""
    found: list[int] = doc.user_data[CLAUSES]
    return found


def offsets_of(doc: Doc) -> list[tuple[int, int]]:
    return [(token.idx, token.idx + len(token)) for token in doc]


@Language.factory("word_reader")
def make_word_reader(nlp: Language, name: str) -> "WordReader":
    return WordReader(the_lexicon())


class WordReader:
    """Puts the words and clause numbers of a doc into its `user_data`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._service = frozenset(lexicon.classes.index(c) for c in SERVICE_CLASSES)
        self.set_vocabulary([])

    def set_vocabulary(self, vocabulary: Iterable[str]) -> None:
        """Words to trust as rightly spelt, the commonest first; the lexicon's come after them."""
        self._vocabulary = list(vocabulary)
        self._book = WordBook(self._lexicon, Speller([*self._vocabulary, *self._lexicon.words]))

    def __call__(self, doc: Doc) -> Doc:
        book = self._book
        words = [book.get(t.orth) or book.look_up(t.orth, t.text) for t in doc]
        doc.user_data[WORDS] = words
        doc.user_data[CLAUSES] = cut(words, self._service)
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        path.mkdir(parents=True, exist_ok=True)
        (path / "vocabulary.txt").write_text("\n".join(self._vocabulary), encoding="utf-8")

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "WordReader":
        self.set_vocabulary((Path(path) / "vocabulary.txt").read_text(encoding="utf-8").split("\n"))
        return self
