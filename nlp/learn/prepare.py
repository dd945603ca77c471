"""Read a corpus the way the pipeline reads text, ready for fitting."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from nlp.components.word_reader import clauses_of, offsets_of, words_of
from nlp.features import Read, join
from nlp.learn.corpus import Utterance
from nlp.learn.gold import Gold, Offsets, gold_of
from nlp.lexicon import the_lexicon
from nlp.pipeline import blank_pipeline, set_vocabulary
from nlp.text import normal_word, readable
from nlp.words import Word

VOCABULARY_AT_LEAST = 3


@dataclass(slots=True)
class Prepared:
    rows: Sequence[Utterance]
    docs: list[tuple[list[Word], list[int]]]
    offsets: list[Offsets]
    read: Read
    gold: Gold
    vocabulary: list[str]


def vocabulary_of(rows: Sequence[Utterance]) -> list[str]:
    """Words met in several well-spelt utterances, the commonest first."""
    tokenizer = blank_pipeline().tokenizer
    count: Counter[str] = Counter()
    for row in rows:
        if row.voice != "misspelt":
            count.update({normal_word(t.text) for t in tokenizer(readable(row.text))})
    often = [(-n, w) for w, n in count.items() if n >= VOCABULARY_AT_LEAST and w.isalpha()]
    return [w for _, w in sorted(often)]


def prepare(rows: Sequence[Utterance], vocabulary: list[str] | None = None) -> Prepared:
    known = vocabulary_of(rows) if vocabulary is None else vocabulary
    pipeline = blank_pipeline()
    set_vocabulary(pipeline, known)
    docs, offsets = [], []
    for doc in pipeline.pipe(readable(row.text) for row in rows):
        docs.append((words_of(doc), clauses_of(doc)))
        offsets.append(offsets_of(doc))
    read = join(docs, the_lexicon())
    return Prepared(rows, docs, offsets, read, gold_of(rows, docs, offsets), known)


def folds_by_topic(rows: Sequence[Utterance], count: int) -> npt.NDArray[np.int64]:
    """The same fold for every utterance of a topic, so that no wording family is on both sides."""
    return np.array([crc32(f"fold {r.topic}".encode()) % count for r in rows])
