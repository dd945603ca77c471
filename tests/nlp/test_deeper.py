import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import nlp
from nlp.deeper import name_of
from nlp.types import KINDS, Assessment, Label, Span

ROOT = Path(__file__).parents[2]
WORDING = ROOT / "bot" / "domain" / "responses" / "outcome_deeper.yml"
PREFIX = "utter_outcome_deeper_"
MOST_WORDS, HIGHEST_GRADE = 15, 5


def reading(label: Label = "service", kind: str = "equipment", text: str = "a ramp") -> Assessment:
    span = Span(0, len(text), text, kind, "service", "reason")
    return Assessment(label, 0.9, (span,), (), "m")


def responses() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORDING.read_text("utf-8"))["responses"]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_two_different_questions_that_are_written(kind: str) -> None:
    first = nlp.deepen(reading(kind=kind, text="pendant"))
    assert first is not None
    second = nlp.deepen(reading(kind=kind, text="pendant"), asked=[first.question_id])
    assert second is not None

    assert first.question_id != second.question_id
    assert {PREFIX + first.question_id, PREFIX + second.question_id} <= set(responses())


def test_a_third_question_is_never_asked() -> None:
    assert nlp.deepen(reading(), asked=["equipment_1", "equipment_2"]) is None


@pytest.mark.parametrize("label", ["personal", "unclear", "mixed"])
def test_only_a_bare_service_is_asked_about(label: Label) -> None:
    assert nlp.deepen(reading(label)) is None


def test_someone_in_distress_is_not_asked() -> None:
    assert nlp.deepen(reading(), distressed=True) is None


def test_words_that_fit_are_given_back() -> None:
    found = nlp.deepen(reading(text="A grab rail"))

    assert found is not None
    assert (found.question_id, found.service_text) == ("equipment_1_named", "a grab rail")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("carers", "carers"),
        ("more support", "more support"),
        ("pendant alarm", ""),  # a bare singular: "if you had pendant alarm" is not English
        ("someone to ring the council", ""),
        ("my social worker", ""),
        ("a kee safe", ""),
        ("", ""),
    ],
)
def test_only_a_short_name_of_a_thing_follows_if_you_had(text: str, name: str) -> None:
    assert name_of(text) == name


def sentences() -> list[str]:
    texts = [v["text"] for key, vs in responses().items() if key.startswith(PREFIX) for v in vs]
    return [s for t in texts for s in re.split(r"(?<=[.?])\s", t) if s]


def grade(sentence: str) -> float:
    """Flesch and Kincaid's school grade, with vowel groups for syllables."""
    words = re.findall(r"[a-z']+", sentence.lower())
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", w)))) for w in words)
    return 0.39 * len(words) + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("sentence", sentences())
def test_each_sentence_is_short_and_kind(sentence: str) -> None:
    said = sentence.replace("{outcome_service}", "a care plan")

    assert len(said.split()) <= MOST_WORDS
    assert not re.search(r"\b(why|realistic|unrealistic|outcomes?)\b", said.lower())


def test_the_questions_are_easy_to_read() -> None:
    texts = [s.replace("{outcome_service}", "a ramp") for s in sentences()]
    hard = {t: round(g, 1) for t in texts if (g := grade(t)) > HIGHEST_GRADE}

    assert hard == {}


def test_easy_words_come_first_and_each_has_a_wording_about_another() -> None:
    easy = {"type": "slot", "name": "core_register", "value": "easy"}
    other = {"type": "slot", "name": "core_speaker", "value": "other"}
    usual = {"type": "slot", "name": "core_register", "value": None}
    for key, variations in responses().items():
        if key.startswith(PREFIX):
            wanted = [[easy, other], [easy], [other, usual], []]
            if len(variations) == 2:
                wanted = [[easy], []]  # names nobody, so the same words fit all
            assert [each.get("condition", []) for each in variations] == wanted, key
