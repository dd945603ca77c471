"""Every question × every interruption: afterwards the same question is open with everything kept,
or the right other thing has happened."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.talker import ANSWERS, ANY_OTHER, Talker

Record = dict[str, Any]

BEGIN = ("Yes, I can talk now", "It is about me")
ADVOCATE = ("Yes, I can talk now", "I am their advocate")
SKIP = ANY_OTHER
TO_OUTCOME = (*BEGIN, SKIP, SKIP, SKIP)
ONE = (*TO_OUTCOME, "I want to sleep through the night", "Yes, that is right", "It matters most")
TWO = (*ONE, "I want to keep my dog Biscuit", "Yes, that is right", "It matters a lot")
FINISHED = (*ONE, "No, that is all", "Yes, it is right")
CONTACT = (*TO_OUTCOME, "Say what helps me take part")
REVIEW = (*FINISHED, "Say how things turned out")
DECLINED = (*BEGIN, "I do not want any enquiry")
WEIGH = (*TO_OUTCOME, "Talk about the good and the hard")

# question -> what is said to come there, and an answer that leads on from it
WAYS: dict[str, tuple[tuple[str, ...], str]] = {
    "safe_now": ((), "Yes, I can talk now"),
    "role": (BEGIN[:1], "It is about me"),
    "relationship": (ADVOCATE, "her IMCA"),
    "together": ((*ADVOCATE, "her IMCA"), "Yes, they are with me"),
    "whose_words": (
        (*ADVOCATE, "her IMCA", "Yes, they are with me"), "Their own words, as they say them",
    ),
    "happened": (BEGIN, "My neighbour takes my money"),
    "feelings": ((*BEGIN, SKIP), "I get cross about it"),
    "matters": ((*BEGIN, SKIP, SKIP), "My dog and my garden"),
    "outcome": (TO_OUTCOME, "I want my money to be my own again"),
    "outcome_deeper": ((*TO_OUTCOME, "a care package"), "I could go out with my friends"),
    "confirm": (ONE[:-2], "Yes, that is right"),
    "importance": (ONE[:-1], "It matters most"),
    "more": (ONE, "No, that is all"),
    "priority": ((*TWO, "No, that is all"), "I want to keep my dog Biscuit"),
    "plan_b": (
        (*TWO, "No, that is all", "I want to keep my dog Biscuit"),
        "I want to sleep through the night",
    ),
    "summary": ((*ONE, "No, that is all"), "Yes, it is right"),
    "enquiry_reason": (DECLINED, "He would lose his job"),
    "others_at_risk": ((*DECLINED, "He would lose his job"), "No, only me"),
    "options": ((*TO_OUTCOME, "Hear what could be done"), "No more, thank you"),
    "weigh_good": (WEIGH, "I would see my sister"),
    "weigh_hard": ((*WEIGH, "I would see my sister"), "It costs a lot"),
    "different_view": ((*TO_OUTCOME, "Someone wants something different"), "No, nobody"),
    "needs": (CONTACT, "Big print, please"),
    "consent": ((*CONTACT, "Big print, please"), "Ask me first"),
    "contact": ((*CONTACT, "Big print, please", "Ask me first"), "Ring me on Mondays"),
    "safety_scale": (
        (*CONTACT, "Big print, please", "Ask me first", "Ring me on Mondays"), "6",
    ),
    "topic": ((*FINISHED, "Talk about something else"), "Nothing more today"),
    "reviewed": (REVIEW, "Some of it"),
    "difference": ((*REVIEW, "Some of it"), "I sleep most nights"),
    "future_help": (
        (*REVIEW, "Some of it", "I sleep most nights"), "Knowing who to ring",
    ),
}  # fmt: skip

# What leaves the question open, and in how many lines it is answered: the last asks the question
# again.
BESIDE = {
    "Can you say it more simply?": 1,
    "Can you give me some examples?": 2,
    "Why do you ask that?": 2,
    "Who will see this?": 2,
    "I want to talk to a person": 2,
    "Can you repeat the question?": 1,
}
DANGER = "He is breaking the door down right now, help me"
SELF_HARM = "I am going to kill myself tonight"
NOT_SAFE = "I can't talk now, he has just come in"


def come_to(person: Talker, question: str) -> None:
    for line in WAYS[question][0]:
        person.say(line)
    assert person.asking == question, f"is at {person.asking}"


@pytest.fixture(params=sorted(WAYS))
def question(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def there(adult: Talker, question: str) -> Talker:
    """Somebody at that question."""
    come_to(adult, question)
    return adult


def kept(record: Record) -> Record:
    """Return what answers are kept as."""
    parts = ("outcomes", "options", "differing_views", "enquiry", "safety_scale", "contact")
    return {name: record[name] for name in parts}


def goes_on(person: Talker, question: str) -> None:
    """The next answer is taken, so the question was really open."""
    person.say(WAYS[question][1])
    # What worries them and what would make it safer are asked under one name.
    assert person.asking != question or question == "weigh_hard"


def test_what_is_asked_beside_it_leaves_the_question_open(
    there: Talker, question: str, record_of: Callable[[Talker], Record]
) -> None:
    before = record_of(there)

    for asked, lines in BESIDE.items():
        body = there.say(asked)
        assert (body["asking"], len(body["messages"])) == (question, lines), asked
        assert body["messages"][-1]["kind"] in ("ask", "readback"), asked

    after = record_of(there)
    assert kept(after) == kept(before)
    assert after["statements"] == before["statements"]
    raised = [alert["kind"] for alert in after["alerts"]][len(before["alerts"]) :]
    assert raised == ["wants_a_person"]
    goes_on(there, question)


@pytest.mark.parametrize("leave", ["Stop here", "I need a break"])
def test_stopping_keeps_the_place(
    leave: str, there: Talker, question: str, record_of: Callable[[Talker], Record]
) -> None:
    before = record_of(there)

    stopped = there.say(leave)
    status = record_of(there)["status"]
    there.say("Carry on")

    assert (stopped["asking"], status) == ("none", "paused")
    assert there.asking == question
    assert record_of(there)["status"] == "open"
    assert kept(record_of(there)) == kept(before)
    goes_on(there, question)


@pytest.mark.parametrize(("words", "kind"), [(DANGER, "danger"), (SELF_HARM, "self_harm")])
def test_danger_comes_first_and_the_way_back_leads_to_the_question(
    words: str, kind: str, there: Talker, question: str, record_of: Callable[[Talker], Record]
) -> None:
    before = record_of(there)

    body = there.say(words)

    assert body["messages"][0]["kind"] == "safety"
    assert any("999" in message["text"] for message in body["messages"])
    alerts = record_of(there)["alerts"]
    assert [alert["kind"] for alert in alerts][-1] == kind
    there.say("Carry on")
    assert there.asking == question
    assert kept(record_of(there)) == kept(before)
    goes_on(there, question)


def test_not_safe_closes_the_page_and_coming_back_finds_all_that_was_said(
    there: Talker, question: str, record_of: Callable[[Talker], Record]
) -> None:
    before = record_of(there)

    body = there.say(NOT_SAFE)

    assert len(body["messages"]) == 1
    assert there.try_to_say("hello").status_code == 401
    there.come_back()
    assert there.asking != "none"
    assert kept(record_of(there)) == kept(before)


def test_going_back_undoes_one_answer_and_never_sticks(
    there: Talker, question: str, record_of: Callable[[Talker], Record]
) -> None:
    said = list(there.said)

    there.say("Go back")
    assert there.asking != "none"
    there.say(ANSWERS.get(there.asking, SKIP))

    typed = [turn["text"] for turn in record_of(there)["turns"] if turn["from"] == "person"]
    assert typed == [*said, "Go back", there.said[-1]], "every word stays in the transcript"


def test_nonsense_loses_nothing_and_never_sticks(
    there: Talker, question: str, record_of: Callable[[Talker], Record]
) -> None:
    body = there.say("asdf qwer zxcv")

    assert body["messages"]
    assert there.asking != "none" or question in ("topic", "summary")
    typed = [turn["text"] for turn in record_of(there)["turns"] if turn["from"] == "person"]
    assert typed == there.said
