import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nlp
from nlp.types import KINDS, LABELS, THEMES, Assessment

HARD = [
    "",
    "   \n\t",
    "😀🙂",
    "...?!",
    "\x00",
    "\ud800 hi \udfff",
    "مرحبا أريد بيتي",
    "我想回家",
    "İIıſß",
]


def holds(text: str, found: Assessment) -> None:
    """What is true of every assessment."""
    assert found.label in LABELS
    assert 0.0 <= found.confidence <= 1.0
    assert set(found.themes) <= set(THEMES)
    assert found.themes or found.label not in {"personal", "mixed"}
    sides = {span.side for span in found.spans}
    wanted = {"personal": {"personal"}, "service": {"service"}, "unclear": set()}
    assert sides == wanted.get(found.label, {"personal", "service"})
    for span in found.spans:
        assert text[span.start : span.end] == span.text != ""
        assert (span.kind in KINDS) == (span.side == "service")
        assert span.reason


@pytest.mark.usefixtures("trained")
@pytest.mark.parametrize("text", HARD)
def test_no_text_is_too_strange_to_read(text: str) -> None:
    holds(text, nlp.assess(text))


@pytest.mark.usefixtures("trained")
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(), max_size=300))
def test_any_text_at_all_is_read_without_an_error(text: str) -> None:
    for audience in ("adult", "practitioner"):
        holds(text, nlp.assess(text, audience=audience))


WORDS = "i want my carers so that because safe 3x a , . not home social worker I'd".split()


@pytest.mark.usefixtures("trained")
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_run_of_common_words_keeps_the_promises(words: list[str]) -> None:
    text = " ".join(words)
    holds(text, nlp.assess(text, audience="balanced"))


@pytest.mark.usefixtures("trained")
def test_a_batch_reads_as_one_by_one() -> None:
    texts = ["a stairlift", "", "I want to see my son", "NFA", "dunno", "a ramp so I can sit out"]

    assert nlp.assess_many(texts) == [nlp.assess(t, audience="balanced") for t in texts]


@pytest.mark.usefixtures("trained")
def test_twenty_thousand_characters_take_time_in_step() -> None:
    text = "I want my carers to come because I am lonely and " * 410

    def seconds(length: int) -> float:
        started = time.process_time()
        nlp.assess(text[:length])
        return time.process_time() - started

    nlp.assess(text[:2_500])
    assert seconds(20_000) < 24 * max(min(seconds(2_500) for _ in range(3)), 0.002)


@pytest.mark.usefixtures("trained")
def test_the_adult_is_flagged_no_more_often_than_the_practitioner_sees() -> None:
    texts = ["carers", "a social worker to listen to me", "my home", "help", "review", "someone"]
    flagged = [
        sum(nlp.assess(t, audience=audience).flagged for t in texts)
        for audience in ("adult", "balanced", "practitioner")
    ]

    assert flagged == sorted(flagged)


@pytest.mark.usefixtures("trained")
def test_a_threshold_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWORDS_ASSESS_ADULT_THRESHOLD", "1.0")
    assert not nlp.assess("a stairlift", audience="adult").flagged

    monkeypatch.setenv("OWNWORDS_ASSESS_ADULT_THRESHOLD", "0.0")
    assert nlp.assess("I want to see my son", audience="adult").flagged


def test_a_missing_model_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))

    with pytest.raises(nlp.ModelMissing, match="ownwords train"):
        nlp.assess("home")


def test_reading_a_message_never_loads_spacy() -> None:
    code = "import sys, nlp, nlp.reading; sys.exit('spacy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_public_names_are_functions_whatever_was_imported_first() -> None:
    code = "import nlp.assessor, nlp.deeper, nlp; nlp.assess.__call__; nlp.deepen.__call__"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
