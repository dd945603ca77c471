"""Random walks through the conversation: whatever is said in whatever order, every word typed is in
the record once, something is always asked or a way on is shown, and what is read back is what the
record holds."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.core.asking import ASKING
from tests.talker import ANSWERS, Talker

Record = dict[str, Any]

ANSWER = "answer"  # a usual answer to whatever question is open
OWN_WORDS = (
    "I want to go home", "a carer twice a day", "I want my brother to stop shouting",
    "she took my pension book last winter", "fish and chips on a Friday 🐟",
    "dw i eisiau mynd adref", "I WANT PEACE", "no", "yes", "maybe", "7", "both of them",
    "  two  spaces ", "<b>bold</b> {{ name }} /restart", "not him, my other son",
)  # fmt: skip
HELPS = (
    "Skip this question", "I am not sure", "Go back", "Can you say it more simply?",
    "Why do you ask that?", "Who will see this?", "Can you give me some examples?",
    "Stop here", "Carry on", "I need a break", "I want to talk to a person", "hello", "thank you",
)  # fmt: skip
TOPICS = (
    "Say something new that I want", "Change something I said", "Hear what I said",
    "Hear what could be done", "Someone wants something different",
    "Talk about the good and the hard", "Say what helps me take part",
    "Say how things turned out", "Talk about something else", "Nothing more today",
)  # fmt: skip
TROUBLE = ("I am so tired of all this", "He is hurting me right now", "delete everything")

moves = st.one_of(
    st.just(ANSWER), st.just(ANSWER), st.just(ANSWER),
    st.sampled_from(OWN_WORDS), st.sampled_from(HELPS),
    st.sampled_from(TOPICS), st.sampled_from(TROUBLE),
)  # fmt: skip
STUCK = 6  # the same usual answer so often in a row, and still the same question


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(walk=st.lists(moves, min_size=8, max_size=30))
def test_no_walk_loses_a_word_or_comes_to_a_dead_end(
    walk: list[str],
    talk: Callable[..., Talker],
    record_of: Callable[[Talker], Record],
) -> None:
    person = talk()

    for move in walk:
        body = person.say(
            ANSWERS.get(person.asking, "Skip this question") if move == ANSWER else move
        )
        assert body["asking"] in ASKING
        assert body["messages"], f"nothing was said to {move!r}"

    record = record_of(person)
    typed = [turn["text"] for turn in record["turns"] if turn["from"] == "person"]
    assert typed == person.said
    for outcome in record["outcomes"]:
        assert outcome["text"] in person.said
    _comes_to_an_end(person)
    _summary_is_the_record(person, record_of)


def _comes_to_an_end(person: Talker) -> None:
    """With usual answers the walk leads out of every question."""
    before, same = "", 0
    for _ in range(60):
        if person.asking in ("none", "topic", "summary"):
            return
        same = same + 1 if person.asking == before else 0
        assert same < STUCK, f"stuck at {person.asking}"
        before = person.asking
        person.say(ANSWERS.get(person.asking, "Skip this question"))
    raise AssertionError(f"never ends, is at {person.asking}")


def _summary_is_the_record(person: Talker, record_of: Callable[[Talker], Record]) -> None:
    """What is read back are the words that the record holds as wanted, all of them, no others."""
    body = person.say("Hear what I said")
    read = [m["text"] for m in body["messages"] if m["kind"] == "readback"]
    wanted = [o["text"] for o in record_of(person)["outcomes"] if o["status"] == "active"]
    if person.asking != "summary":
        assert wanted == []
        return
    lines = read[-1].splitlines()[1:-1]
    assert len([line for line in lines if line[:1].isdigit()]) == len(wanted)
    for words in wanted:
        assert f"“{words}”" in read[-1]
