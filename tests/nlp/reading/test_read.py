"""Reading with the trained model: rules of reading, choices of the page, and odd input."""

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.errors import ModelMissing
from nlp.reading import Reader, model_folder, read
from nlp.reading.intents import INTENTS, SAFETY

trained = pytest.mark.skipif(
    not (model_folder() / "weights.npz").exists(), reason="run `ownwords train` first"
)


def test_a_missing_model_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="ownwords train"):
        Reader.from_folder(tmp_path)


@trained
@pytest.mark.parametrize(
    ("text", "asking", "intent"),
    [
        ("he's hitting me and I don't want to talk", "outcome", "report_danger"),
        ("I want to die, he is coming", "any", "report_self_harm"),
        ("I have just taken all my tablets", "any", "report_danger"),
        ("he's here, stop", "any", "not_safe_to_talk"),
        ("last year he hit me", "happened", "inform"),
        ("nobody is hurting me", "safe_now", "deny"),
        ("hello, I want my keys back off him", "outcome", "inform"),
        ("yes but only if my sister can come", "enquiry", "inform"),
        ("I want to go home", "ask_outcome", "inform"),
        ("stop him coming round", "outcome", "inform"),
        ("no more borrowing", "outcome", "inform"),
        ("someone to explain it to me", "outcome", "inform"),
        ("leave it alone, I want nothing done", "enquiry", "decline_enquiry"),
        ("carry on tomorrow please, I'm tired", "any", "take_break"),
    ],
)
def test_the_rules_of_reading_hold(text: str, asking: str, intent: str) -> None:
    assert read(text, asking).intent == intent


@trained
@pytest.mark.parametrize(
    "text",
    [
        "I could murder a cup of tea",
        "I'm dying for a biscuit",
        "he's killing himself laughing",
        "We have been thinking about supported housing",
    ],
)
def test_a_manner_of_speaking_is_no_alarm(text: str) -> None:
    assert read(text, "matters").intent not in SAFETY


@trained
@pytest.mark.parametrize("asking", ["outcome", "safe_now", "priority", "any", None])
@pytest.mark.parametrize(
    ("choice", "intent"),
    [
        ("Skip this question", "skip_question"),
        ("I need a break", "take_break"),
        ("Use simpler words", "ask_simpler"),
        ("Say it again", "repeat_question"),
        ("Stop here", "stop_conversation"),
        ("I want to talk to a person", "ask_human"),
    ],
)
def test_a_choice_shown_at_any_question_reads_as_what_it_says(
    choice: str, intent: str, asking: str | None
) -> None:
    assert read(choice, asking).intent == intent


@trained
@pytest.mark.parametrize("asking", ["safe_now", "consent", "confirm", "more", "enquiry"])
def test_yes_no_and_not_sure_are_answers_at_closed_questions(asking: str) -> None:
    read_as = [read(text, asking).intent for text in ("Yes", "No", "I am not sure")]

    assert read_as == ["affirm", "deny", "say_unsure"]


@trained
@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("he is strangling her now", "now"),
        ("he hits me when he has been drinking", "worrying"),
        ("he hit me with a stick years ago", "past"),
        ("I want my cat back", None),
    ],
)
def test_now_worrying_and_past_are_told_apart(text: str, level: str | None) -> None:
    assert read(text, "happened").safety == level


@trained
@pytest.mark.parametrize(
    "text",
    ["", "  ", "\n\t", "\x00", "\ud800 help", "?", "...", "\u202e\u200b", "\u0645", "a" * 20_000],
)
def test_odd_input_is_read_without_an_error(text: str) -> None:
    reading = read(text, "outcome")

    assert reading.intent in INTENTS
    assert set(reading.scores) == set(INTENTS)
    assert 0.0 <= reading.confidence <= 1.0


@trained
@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["outcome", "safe_now", "any", "nonsense"]))
def test_whatever_is_typed_is_read_the_same_way_twice(text: str, asking: str) -> None:
    assert read(text, asking) == read(text, asking)


@trained
def test_a_very_long_message_is_read_in_time_and_its_danger_seen() -> None:
    start = perf_counter()
    reading = read("we went to the shops and had tea " * 550 + ". he is strangling me now")

    assert reading.intent in SAFETY
    assert perf_counter() - start < 3


@pytest.mark.parametrize("words", ["not now", "Not now.", "here", "tonight"])
@pytest.mark.parametrize("asking", ["outcome", "happened", "importance", "none"])
def test_a_word_that_alarms_hold_is_no_alarm_by_itself(words: str, asking: str) -> None:
    reading = read(words, asking)

    assert reading.intent not in SAFETY
    assert reading.safety is None


def test_not_now_to_is_it_safe_closes_the_page() -> None:
    assert read("not now", "safe_now").intent == "not_safe_to_talk"


@pytest.mark.parametrize(
    "words",
    [
        "I don't want to live here", "I don't want to be hit", "I want to live on my own",
        "I have an injection every day", "my bus is coming", "It is about me",
        "I worry who will look after him when I am gone",
    ],
)  # fmt: skip
@pytest.mark.parametrize("asking", ["outcome", "happened", "matters"])
def test_what_people_plainly_say_is_no_alarm(words: str, asking: str) -> None:
    """Each of these was met with a talk about suicide, or closed the page."""
    assert read(words, asking).intent not in SAFETY
