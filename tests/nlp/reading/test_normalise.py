import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.reading.normalise import words_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("he's HERE", "he is here"),
        ("hes here", "he is here"),
        ("he\u2019s here", "he is here"),
        ("dnt no", "do not know"),
        ("gonna", "going to"),
        ("heeeelp meeee", "help me"),
        ("naebody's hurtin me", "nobody is hurting me"),
        ("pls stop 2day", "please stop today"),
        ("stragling", "strangling"),
        ("\U0001f62d", "emoji_cry"),
        ("mum's purse", "mum s purse"),
        ("Stop. Now!", "stop . now ."),
        ("why?!", "why ?"),
    ],
)
def test_what_is_written_in_many_ways_is_read_one_way(written: str, meant: str) -> None:
    assert " ".join(words_of(written).tokens) == meant


@pytest.mark.parametrize("word", ["cooking", "hunting", "becoming", "kissing", "reading", "table"])
def test_a_real_word_is_not_taken_for_one_that_safety_turns_on(word: str) -> None:
    assert words_of(word).tokens == (word,)


@given(st.text(alphabet=st.characters(), max_size=400))
def test_no_text_is_too_odd_to_put_into_words(text: str) -> None:
    words = words_of(text)

    assert words.line == " " + " ".join([*words.tokens, ""])
