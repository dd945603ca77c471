"""Turn words into hashed features, for whole texts and for clauses, many texts at a time.

A feature is (row, bucket): the row is a text or a clause, the bucket a number below 2**BITS. Every
group keeps its rows in rising order, so a linear model sums each row's weights in one pass, and
the work grows with the number of words, never faster.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.lexicon import Lexicon
from nlp.words import Hashes, Word, hash_text

BITS = 20
VERSION = "1"  # raise when features change, so that an older model is refused

Rows = npt.NDArray[np.int64]
Buckets = npt.NDArray[np.int64]
Group = tuple[Rows, Buckets]

_A, _B, _C = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(29)
_SHIFT = np.uint64(64 - BITS)
_NO_HASHES: Hashes = np.zeros(0, dtype=np.uint64)


@dataclass(slots=True)
class Read:
    """The words of several texts end to end. `text_of` and `clause_of` number them from 0."""

    words: list[Word]
    tag_at: npt.NDArray[np.int64]
    tags: Hashes
    class_at: npt.NDArray[np.int64]
    class_of: npt.NDArray[np.int64]
    text_of: npt.NDArray[np.int64]
    clause_of: npt.NDArray[np.int64]
    clause_text: npt.NDArray[np.int64]
    texts: int


def join(docs: Sequence[tuple[list[Word], list[int]]], lexicon: Lexicon) -> Read:
    """Lay the (words, clause numbers) of several texts end to end."""
    words: list[Word] = []
    text_of: list[int] = []
    clause_of: list[int] = []
    clause_text: list[int] = []
    for number, (text_words, clauses) in enumerate(docs):
        base = len(clause_text)
        words += text_words
        text_of += [number] * len(text_words)
        clause_of += [base + c for c in clauses]
        clause_text += [number] * (clauses[-1] + 1 if clauses else 0)
    tag_at, tags, class_at, class_of = _tag(words, text_of, lexicon)
    return Read(
        words,
        np.array(tag_at, dtype=np.int64),
        np.array(tags, dtype=np.uint64),
        np.array(class_at, dtype=np.int64),
        np.array(class_of, dtype=np.int64),
        np.array(text_of, dtype=np.int64),
        np.array(clause_of, dtype=np.int64),
        np.array(clause_text, dtype=np.int64),
        len(docs),
    )


def _tag(
    words: list[Word], text_of: list[int], lexicon: Lexicon
) -> tuple[list[int], list[int], list[int], list[int]]:
    """One tag for each word or multi-word term, and every class either belongs to."""
    tag_at: list[int] = []
    tags: list[int] = []
    class_at: list[int] = []
    class_of: list[int] = []
    norms = [w.norm for w in words]
    starters = lexicon.lengths
    covered = 0
    for at, word in enumerate(words):
        classes = word.classes
        tag = word.tag
        length = 0
        if word.norm in starters:
            length, longer = lexicon.longest(norms, at)
            if length and text_of[at + length - 1] == text_of[at]:
                class_at += [at] * len(longer)
                class_of += [c + 100 for c in longer]
                if at >= covered:
                    tag = hash_text(f"#{longer[0]}")
            else:
                length = 0
        class_at += [at] * len(classes)
        class_of += classes
        if at >= covered:
            tag_at.append(at)
            tags.append(tag)
            covered = at + max(length, 1)
    return tag_at, tags, class_at, class_of


def _bucket(hashes: Hashes, salt: str) -> Buckets:
    mixed = (hashes ^ np.uint64(hash_text(salt))) * _A
    mixed = (mixed ^ (mixed >> _C)) * _B
    return (mixed >> _SHIFT).astype(np.int64)


def _grams(rows: Rows, hashes: Hashes, longest: int, salt: str, gap: bool = False) -> list[Group]:
    """Runs of 1 to `longest`; with `gap`, also pairs with one left out between."""
    groups = [(rows, _bucket(hashes, salt))]
    run, last = hashes, rows
    for n in range(2, longest + 1):
        if len(hashes) < n:
            break
        run = (run[:-1] * _B) + (hashes[n - 1 :] ^ _A)
        last = rows[n - 1 :]
        same = rows[: len(last)] == last
        groups.append((last[same], _bucket(run[same], f"{salt}{n}")))
    if gap and len(hashes) > 2:
        same = rows[:-2] == rows[2:]
        skip = (hashes[:-2] * _B) + (hashes[2:] ^ _A)
        groups.append((rows[2:][same], _bucket(skip[same], f"{salt}gap")))
    return groups


def _merge(groups: list[Group]) -> Group:
    """Put groups together, rows rising again."""
    rows = np.concatenate([g[0] for g in groups])
    buckets = np.concatenate([g[1] for g in groups])
    order = np.argsort(rows, kind="stable")
    return rows[order], buckets[order]


def _sizes(count: npt.NDArray[np.int64]) -> Hashes:
    """Lengths in steps, as hashes: 0, 1, 2, 3, 4-5, 6-8, 9-13 …"""
    return np.floor(np.log1p(count) * 2.9).astype(np.uint64)


def _shared(read: Read, unit: Rows, units: int, level: str) -> list[Group]:
    """The groups that texts and clauses have in common."""
    hashes = np.array([w.hash for w in read.words], dtype=np.uint64)
    lengths = np.array([len(w.chars) for w in read.words], dtype=np.int64)
    chars = np.concatenate([_NO_HASHES, *(w.chars for w in read.words)])
    classes = read.class_of.astype(np.uint64) * _A
    tag_unit = unit[read.tag_at]
    first = np.searchsorted(unit, np.arange(units))
    last = np.searchsorted(unit, np.arange(units), side="right") - 1
    count = np.bincount(unit, minlength=units)
    every = np.arange(units)
    ok = count > 0
    shape: list[Group] = [(every, _bucket(_sizes(count), f"{level}size"))]
    for name, at in (("first", first), ("last", last)):
        shape.append((every[ok], _bucket(hashes[at[ok]], f"{level}{name}")))
    return [
        _merge(_grams(unit, hashes, 3, f"{level}w")),
        (np.repeat(unit, lengths), _bucket(chars, f"{level}c")),
        (unit[read.class_at], _bucket(classes, f"{level}k")),
        _merge(_grams(tag_unit, read.tags, 4, f"{level}t", gap=True)),
        _merge(shape),
    ]


def text_groups(read: Read) -> list[Group]:
    return _shared(read, read.text_of, read.texts, "T")


def clause_groups(read: Read) -> list[Group]:
    """As for texts, plus what stands in the clauses before and after, and where the clause is."""
    clauses = len(read.clause_text)
    groups = _shared(read, read.clause_of, clauses, "C")
    hashes = np.array([w.hash for w in read.words], dtype=np.uint64)
    classes = read.class_of.astype(np.uint64) * _A
    for step, name in ((1, "before"), (-1, "after")):
        near: list[Group] = []
        for at, values, salt in (
            (read.clause_of, hashes, "w"),
            (read.clause_of[read.class_at], classes, "k"),
        ):
            to = at + step
            inside = (to >= 0) & (to < clauses)
            same = np.zeros_like(inside)
            same[inside] = read.clause_text[to[inside]] == read.clause_text[at[inside]]
            near.append((to[same], _bucket(values[same], f"C{name}{salt}")))
        groups.append(_merge(near))
    groups.append(_places(read))
    return groups


def _places(read: Read) -> Group:
    """First, last, only; how many clauses there are."""
    text = read.clause_text
    every = np.arange(len(text))
    first = np.searchsorted(text, text)
    last = np.searchsorted(text, text, side="right") - 1
    where = (every == first).astype(np.uint64) * np.uint64(2) + (every == last).astype(np.uint64)
    many = _sizes(last - first)
    return _merge([(every, _bucket(where, "Cwhere")), (every, _bucket(many, "Cmany"))])


def without_classes(groups: Sequence[Group]) -> list[Group]:
    """Empty the groups of classes and tags (the third and fourth): their weights are then none."""
    nothing = np.zeros(0, dtype=np.int64)
    return [(nothing, nothing) if at in (2, 3) else group for at, group in enumerate(groups)]
