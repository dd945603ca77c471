"""Whole ways through: for oneself, and for others; changing one's mind; wanting nothing done."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.talker import Talker

Record = dict[str, Any]
WISH = "I want to see my sister"


def test_an_adult_who_skips_all_but_the_wish_is_done_in_ten_answers(
    adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.say_all("Yes, I can talk now", "It is about me")
    adult.say_all("skip", "skip", "skip")
    adult.say_all(WISH, "Yes, that is right", "skip", "No, that is all", "Yes, it is right")

    record = record_of(adult)
    assert adult.asking == "none"
    assert (record["status"], record["role"]) == ("finished", "adult")
    assert record["statements"] == []
    assert [(o["text"], o["confirmed"]) for o in record["outcomes"]] == [(WISH, True)]
    assert (record["outcomes"][0]["said_by"], record["outcomes"][0]["provenance"]) == (
        "adult",
        "verbatim",
    )


HELPERS = {
    "I am their advocate": "advocate",
    "I am family or a friend": "family",
    "I am a worker": "worker",
}
WITH_THEM = {"Yes, they are with me": True, "No, I am on my own": False}
WHOSE = {
    "Their own words, as they say them": ("adult", "verbatim"),
    "What they told me before": (None, "reported"),
    "What I think they would want": (None, "inferred"),
}


@pytest.mark.parametrize("who", HELPERS)
@pytest.mark.parametrize("with_them", WITH_THEM)
@pytest.mark.parametrize("whose", WHOSE)
def test_each_line_says_whose_words_it_is(
    who: str, with_them: str, whose: str, adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.say_all("Yes, I can talk now", who, "I have known her for years", with_them, whose)
    adult.say_all("Her nephew takes her money", "skip", "Her cat")
    assert adult.asking == "outcome"
    adult.say_all("She wants her money to be her own", "Yes, that is right")

    record = record_of(adult)
    said_by, provenance = WHOSE[whose]
    expected = (said_by or HELPERS[who], provenance)
    lines = [*record["outcomes"], *record["statements"]]
    assert {(line["said_by"], line["provenance"]) for line in lines} == {expected}
    assert record["role"] == HELPERS[who]
    assert record["together"] is WITH_THEM[with_them]
    assert record["relationship"] == "I have known her for years"


def test_words_put_right_at_the_reading_back_are_a_new_version(
    adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to("outcome").say_all(WISH, "No, let me change it")
    assert adult.asking == "outcome"

    adult.say("I want to see my sister on Sundays")
    adult.say("Yes, that is right")

    (outcome,) = record_of(adult)["outcomes"]
    assert outcome["text"] == "I want to see my sister on Sundays"
    assert [version["text"] for version in outcome["versions"]] == [WISH, outcome["text"]]
    assert outcome["confirmed"]


def test_an_answer_can_be_changed_at_the_summary(
    adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to("outcome").say(WISH)
    adult.go_to("summary").say_all("I want to change something", WISH)
    assert adult.asking == "outcome"

    adult.say("I want to live near my sister")
    adult.go_to("summary")

    assert "I want to live near my sister" in adult.last
    assert WISH not in adult.last
    adult.say("Yes, it is right")
    (outcome,) = record_of(adult)["outcomes"]
    assert [v["text"] for v in outcome["versions"]] == [WISH, "I want to live near my sister"]


def test_something_can_be_added_at_the_summary(
    adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to("outcome").say(WISH)
    adult.go_to("summary").say_all("I want to add something", "I want my own front door key")
    adult.go_to("none")

    assert [o["text"] for o in record_of(adult)["outcomes"]] == [
        WISH,
        "I want my own front door key",
    ]
    assert record_of(adult)["status"] == "finished"


@pytest.mark.parametrize(
    ("others", "kept", "alerts"),
    [
        ("Yes", "yes", [("worrying", "others_at_risk")]),
        ("No", "no", []),
        ("I am not sure", "unknown", [("worrying", "others_at_risk")]),
        ("Skip this question", "unknown", [("worrying", "others_at_risk")]),
    ],
)
def test_wanting_no_enquiry_is_a_wish_and_others_at_risk_raise_an_alert(
    others: str,
    kept: str,
    alerts: list[tuple[str, str]],
    adult: Talker,
    record_of: Callable[[Talker], Record],
) -> None:
    adult.go_to("matters").say("I don't want an enquiry")
    assert adult.asking == "enquiry_reason"
    adult.say("My son would be cross with me")
    assert adult.asking == "others_at_risk"

    adult.say(others)

    record = record_of(adult)
    assert adult.asking == "matters", "and on where it was"
    assert record["enquiry"]["wish"] == "do_not_proceed"
    assert record["enquiry"]["reason"] == "My son would be cross with me"
    assert record["enquiry"]["others_at_risk"] == kept
    assert [(alert["level"], alert["kind"]) for alert in record["alerts"]] == alerts


@pytest.mark.parametrize("question", ["happened", "outcome", "confirm", "more", "summary"])
@pytest.mark.parametrize(
    ("words", "kind", "says"),
    [
        ("He is hitting me right now", "danger", "999"),
        ("I am going to kill myself tonight", "self_harm", "116 123"),
    ],
)
def test_danger_stops_the_script_and_the_same_question_waits(
    words: str,
    kind: str,
    says: str,
    question: str,
    adult: Talker,
    record_of: Callable[[Talker], Record],
) -> None:
    adult.go_to(question)

    told = adult.say(words)

    assert {message["kind"] for message in told["messages"]} == {"safety"}
    assert any(says in message["text"] for message in told["messages"])
    record = record_of(adult)
    assert [(a["level"], a["kind"]) for a in record["alerts"]] == [("now", kind)]
    assert words in [said["text"] for said in record["statements"]]
    assert words not in [outcome["text"] for outcome in record["outcomes"]]
    adult.say("Carry on")
    assert adult.asking == question


def test_distress_slows_down_and_no_further_question_is_pressed(
    adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to("outcome").say("I am crying, this is too hard")
    assert "no rush" in adult.last
    adult.say("Carry on")

    adult.say("I want a care package")

    assert adult.asking == "confirm", "no deeper question"
    assert record_of(adult)["alerts"] == []


@pytest.mark.parametrize("question", ["happened", "outcome", "summary"])
def test_not_safe_to_talk_closes_every_page_at_once(
    question: str, adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to(question)

    closed = adult.say("He's coming, I can't talk")

    assert [message["text"] for message in closed["messages"]] == ["OK. This page is closed."]
    assert adult.try_to_say("hello").status_code == 401
    record = record_of(adult)
    assert [alert["kind"] for alert in record["alerts"]] == ["not_safe_to_talk"]
    adult.come_back()
    assert adult.asking == question
