"""Reading everything back, what happens next, and choosing what to talk about."""

from typing import Any

import pytest

from bot.actions import summary, topic
from bot.actions.names import Form, Slot, Utter
from bot.actions.summary import ActionSummaryFinish, ValidateSummaryForm, read_back
from bot.actions.topic import ASIDES, ActionTopicChoose, ActionTopicOpen, ValidateTopicForm
from bot.questions import TOPICS
from tests.actions.play import HOME, NINA, answer, play

SUMMARY, TOPIC = ValidateSummaryForm(), ValidateTopicForm()
TWO = {Slot.OUTCOMES: [HOME, NINA]}


def begun(turn: Any, api: Any, dispatcher: Any) -> dict[str, Any]:
    return {Slot.OUTCOME: turn.words}


def test_the_words_are_read_back_numbered_and_the_first_stands_first() -> None:
    slots = TWO | {Slot.PRIORITY: NINA["id"]}

    assert read_back(slots) == f"1. “{NINA['text']}”\n2. “{HOME['text']}”"


def test_what_it_is_for_is_read_back_beside_it() -> None:
    reason = {Slot.OUTCOMES: [HOME | {"reason": "to sleep"}]}

    assert read_back(reason) == f"1. “{HOME['text']}” — “to sleep”"


def test_nothing_is_changed_in_what_is_read_back() -> None:
    words = '{outcome_text} <b>\n"x" ’ 😀'

    assert words in read_back({Slot.OUTCOMES: [{"id": "1", "text": words}]})


async def test_with_nothing_said_that_is_said_kindly() -> None:
    played = await play(SUMMARY)

    assert (played.said, played.asks) == ([Utter.SUMMARY_NOTHING], None)


async def test_the_summary_is_asked_about() -> None:
    played = await play(SUMMARY, **TWO)

    assert played.asks == Slot.SUMMARY
    assert HOME["text"] in played.slots[Slot.LINES]


@pytest.mark.parametrize(
    ("words", "intent", "chosen"),
    [
        ("Yes, it is right", "affirm", "right"), ("yes", "affirm", "right"),
        ("dunno", "say_unsure", "right"), ("no", "deny", "change"),
        ("I want to change something", "inform", "change"), ("wrong", "correct_bot", "change"),
        ("can I change it", "change_answer", "change"),
        ("I want to add something", "inform", "add"), ("skip", "skip_question", "skipped"),
    ],
)  # fmt: skip
async def test_what_they_say_to_the_summary_decides_what_follows(
    words: str, intent: str, chosen: str
) -> None:
    played = await answer(SUMMARY, Slot.SUMMARY, words, intent, **TWO)

    assert (played.slots[Slot.SUMMARY], played.asks) == (chosen, None)


async def test_something_more_said_straight_away_is_the_next_outcome(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(summary, "begin", begun)

    played = await answer(SUMMARY, Slot.SUMMARY, "and a cat", **TWO)

    assert (played.slots[Slot.SUMMARY], played.slots[Slot.OUTCOME]) == ("added", "and a cat")


@pytest.mark.parametrize("chosen", ["right", "skipped"])
async def test_a_summary_that_stands_finishes_and_says_what_happens_next(chosen: str) -> None:
    played = await play(ActionSummaryFinish(), **TWO | {Slot.SUMMARY: chosen})

    assert played.sent == [{"command": "set_status", "status": "finished"}]
    assert played.said == [Utter.SUMMARY_NEXT]
    assert (played.slots[Slot.TRAIL], played.slots[Slot.FINISHED]) == (None, True)


async def test_with_nothing_said_nothing_is_promised() -> None:
    played = await play(ActionSummaryFinish())

    assert (played.said, played.commands) == ([], ["set_status"])


@pytest.mark.parametrize(
    ("chosen", "form"), [("change", Form.TOPIC), ("add", Form.OUTCOME), ("added", Form.OUTCOME)]
)
async def test_a_change_or_more_leads_back_into_the_talk(chosen: str, form: str) -> None:
    played = await play(ActionSummaryFinish(), **TWO | {Slot.SUMMARY: chosen})

    assert (played.follows, played.commands) == (form, [])


async def test_after_more_was_added_the_order_is_asked_again() -> None:
    played = await play(
        ActionSummaryFinish(), **TWO | {Slot.SUMMARY: "added", Slot.PRIORITY: HOME["id"]}
    )

    assert played.slots[Slot.PRIORITY] is played.slots[Slot.PLAN_B] is None


# ---------------------------------------------------------------------------------------- topics


@pytest.mark.parametrize(("title", "choice"), sorted(TOPICS.items()))
async def test_every_topic_can_be_chosen_at_the_choice(title: str, choice: str) -> None:
    played = await answer(TOPIC, Slot.TOPIC, title.capitalize(), "choose_topic")

    assert played.slots[Slot.TOPIC] == choice


@pytest.mark.parametrize(("title", "choice"), sorted(TOPICS.items()))
async def test_every_topic_can_be_chosen_in_the_middle_of_another(title: str, choice: str) -> None:
    played = await play(
        ActionTopicChoose(), title, "choose_topic", asking=Slot.FEELINGS, loop=Form.STORY
    )

    if choice in ASIDES and choice != "speaker":
        assert played.follows == ASIDES[choice][0]
        assert played.slots[Slot.RESUME] == {"loop": Form.STORY, "slot": Slot.FEELINGS}
    elif choice == "menu":
        assert played.follows == Form.TOPIC
    else:
        assert played.follows or played.said == [Utter.TOPIC_DONE]


@pytest.mark.parametrize("choice", sorted(ASIDES))
async def test_a_topic_of_its_own_opens_from_its_first_question(choice: str) -> None:
    form, slots = ASIDES[choice]

    played = await play(ActionTopicOpen(), **{Slot.TOPIC: choice, slots[0]: "answered before"})

    assert played.follows == form
    assert all(played.slots[slot] is None for slot in slots)


async def test_a_change_asks_which_of_their_words() -> None:
    played = await answer(TOPIC, Slot.TOPIC, "Change something I said", "choose_topic", **TWO)

    assert played.asks == Slot.WHICH


async def test_with_nothing_said_there_is_nothing_to_choose_from() -> None:
    played = await answer(TOPIC, Slot.TOPIC, "Change something I said", "choose_topic")

    assert played.asks is None


@pytest.mark.parametrize("words", [NINA["text"], "2"])
async def test_the_one_to_change_is_said_again(words: str) -> None:
    which = await answer(TOPIC, Slot.WHICH, words, **TWO | {Slot.TOPIC: "change"})
    opened = await play(
        ActionTopicOpen(), **TWO | {Slot.TOPIC: "change", Slot.WHICH: which.slots[Slot.WHICH]}
    )

    assert which.slots[Slot.WHICH] == NINA["id"]
    assert opened.slots[Slot.REVISING] == NINA["id"]
    assert (opened.said, opened.follows) == ([Utter.OUTCOME_SAY_AGAIN], Form.OUTCOME)


async def test_the_only_one_there_is_need_not_be_named() -> None:
    slots = {Slot.OUTCOMES: [HOME], Slot.TOPIC: "change"}

    played = await answer(TOPIC, Slot.WHICH, "the one about the house", **slots)

    assert played.slots[Slot.WHICH] == HOME["id"]
    assert played.command("record_statement")["text"] == "the one about the house"


async def test_where_none_was_chosen_all_is_read_back() -> None:
    played = await play(ActionTopicOpen(), **TWO | {Slot.TOPIC: "change", Slot.WHICH: "skipped"})

    assert played.follows == Form.SUMMARY


async def test_a_wish_said_at_the_choice_is_taken_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic, "begin", begun)
    said = await answer(TOPIC, Slot.TOPIC, "I want supported housing", **TWO)
    opened = await play(ActionTopicOpen(), **TWO | {Slot.TOPIC: "said", Slot.OUTCOME: "x"})

    assert said.slots[Slot.OUTCOME] == "I want supported housing"
    assert opened.follows == Form.OUTCOME
    assert Slot.OUTCOME not in opened.slots


async def test_something_new_begins_with_an_empty_question() -> None:
    played = await play(ActionTopicOpen(), **TWO | {Slot.TOPIC: "new", Slot.OUTCOME: "x"})

    assert (played.follows, played.slots[Slot.OUTCOME]) == (Form.OUTCOME, None)


@pytest.mark.parametrize("intent", ["deny", "goodbye", "stop_conversation", "say_unsure"])
async def test_nothing_more_is_an_answer(intent: str) -> None:
    chosen = await answer(TOPIC, Slot.TOPIC, "no", intent, **TWO)
    done = await play(ActionTopicOpen(), **TWO | {Slot.TOPIC: chosen.slots[Slot.TOPIC]})

    assert done.sent == [{"command": "set_status", "status": "finished"}]
    assert done.said == [Utter.TOPIC_DONE]
    assert done.follows is None
