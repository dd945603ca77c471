"""What the bot says is short and plain enough for the people it is for."""

import re
from collections.abc import Iterator

import pytest
import textstat

from tests.contract.rasa_files import ROOT, read_yaml, variants

MOST_WORDS = 15
MOST_GRADE = 5.0
# Figures of national lines: they are read one by one, not as words.
FIGURES = re.compile(r"[0-9][0-9 ]*")
# What nobody in trouble should be called, and what a bot must not promise.
NEVER_SAID = re.compile(
    r"\b(not an outcome|vulnerable adult|perpetrator|service user|allegation|disclosure"
    r"|confidential|i understand how you feel|i promise|don't worry)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def _syllables_without_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """textstat fetches an American dictionary for English; without it it hyphenates, as it does for
    every other language."""
    where = "textstat.backend.counts._count_syllables.get_cmudict"
    monkeypatch.setattr(where, lambda lang: None)


def sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for sentence in re.split(r"(?<=[.!?])\s+", line.strip()):
            if re.search(r"\w", sentence):
                yield sentence


def said() -> list[tuple[str, str]]:
    """Return (name, text) of all that is said: blanks, which hold the person's words, as "it"."""
    site = read_yaml(ROOT / "api" / "turn" / "words.yml")
    written = [(name, wording["text"]) for name, wording in variants()] + list(site.items())
    return [(name, re.sub(r"“?{\w+}”?", "it", text)) for name, text in written]


SAID = [pytest.param(text, id=f"{name}-{at}") for at, (name, text) in enumerate(said())]


@pytest.mark.parametrize("text", SAID)
def test_every_sentence_is_short(text: str) -> None:
    assert [s for s in sentences(text) if len(s.split()) > MOST_WORDS] == []


@pytest.mark.parametrize("text", SAID)
def test_every_response_can_be_read_by_a_child_of_ten(text: str) -> None:
    whole = ". ".join(s.rstrip(".!?:") for s in sentences(FIGURES.sub("it", text))) + "."

    assert textstat.flesch_kincaid_grade(whole) <= MOST_GRADE


@pytest.mark.parametrize("text", SAID)
def test_nothing_is_said_that_must_not_be(text: str) -> None:
    assert NEVER_SAID.search(text) is None


@pytest.mark.parametrize("name", ["utter_safety_danger", "kept_danger"])
def test_danger_is_met_with_every_way_to_call_for_help(name: str) -> None:
    texts = [text for known, text in said() if known == name]

    assert texts
    for way in ("999", "55", "18000", "999 BSL"):
        assert all(way in text for text in texts)


def test_only_the_bot_and_the_site_say_they_have_not_called_anyone() -> None:
    for name in ("utter_safety_danger", "utter_safety_self_harm", "kept_danger"):
        texts = [text for known, text in said() if known == name]
        assert texts
        assert all("I have not called anyone" in text for text in texts)
