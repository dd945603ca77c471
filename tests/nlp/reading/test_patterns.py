"""Every pattern's own examples are run, as the files promise whoever edits them."""

import pytest

from nlp.reading.corpus import frozen_rows
from nlp.reading.normalise import words_of
from nlp.reading.phrases import PhraseError, PhraseIndex, make_phrase
from nlp.reading.proof import failures_of
from nlp.reading.rulebook import load_rules, packed_rules
from nlp.reading.rules import Pattern, present_in

RULES = load_rules()


@pytest.mark.parametrize("pattern", RULES.patterns, ids=lambda p: p.id)
def test_a_pattern_finds_what_it_must_and_nothing_it_must_not(pattern: Pattern) -> None:
    assert failures_of(pattern, RULES) == []


def test_every_pattern_has_an_id_of_its_own_examples_both_ways_and_a_source() -> None:
    ids = [p.id for p in RULES.patterns]

    assert len(ids) == len(set(ids))
    assert [p.id for p in RULES.patterns if not (p.match and p.no_match and p.source)] == []


def test_every_context_that_a_pattern_names_is_written() -> None:
    named = {c for p in RULES.patterns for c in p.unless}

    assert named - set(RULES.contexts) == set()


def test_every_key_of_a_pattern_is_one_that_is_read() -> None:
    known = set("id intent level phrases unless at not_at match no_match source file".split())

    assert [p["id"] for p in packed_rules()["patterns"] if set(p) - known] == []


def test_a_phrase_takes_time_in_step_with_the_length_of_the_message() -> None:
    line = words_of("he is not here and " * 1000).line

    safety = [f for p in RULES.patterns if p.level for f in p.phrases]
    found = [phrase for phrase in safety if len(phrase.regex.findall(line)) > 5000]

    assert found == []


@pytest.mark.parametrize("written", ["he | she is here", "an? emergency", "gas+ leak"])
def test_a_bar_or_a_sign_without_brackets_is_refused(written: str) -> None:
    """It was taken for a word that nobody types, so the phrase could never be found."""
    with pytest.raises(PhraseError, match="brackets"):
        make_phrase(written, {})


def test_a_question_mark_by_itself_is_the_end_of_a_question() -> None:
    assert make_phrase("like what ?", {}).regex.search(words_of("like what?").line)


def test_no_phrase_that_matches_is_passed_over_by_the_quick_look() -> None:
    index = PhraseIndex((phrase, p.id) for p in RULES.patterns for phrase in p.phrases)
    for row in frozen_rows("second"):
        words = words_of(row.text)
        near = {id(phrase) for phrase, _ in index.near(present_in(words))}
        matching = [f for p in RULES.patterns for f in p.phrases if f.regex.search(words.line)]
        assert all(id(phrase) in near for phrase in matching), row.text
