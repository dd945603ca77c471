"""What every form does alike: skip, not knowing, what is no answer, and the trail to go back."""

from typing import Any

import pytest

from bot.actions.contact import ValidateContactForm
from bot.actions.names import Form, Slot, Utter
from bot.actions.story import ValidateStoryForm
from bot.actions.trail import LENGTH as TRAIL_LENGTH
from tests.actions.play import HOME, NINA, TURN, answer, of_one_outcome, play
from tests.contract.python_names import forms
from tests.contract.rasa_files import load_domain

# Enough for every question of every form to be open.
SLOTS = of_one_outcome() | {
    Slot.WHO: "advocate",
    Slot.OUTCOMES: [HOME, NINA],
    Slot.QUESTION: "equipment_1",
    Slot.ASKED: ["equipment_1"],
    Slot.PENDING: True,
    Slot.OPTION: "Police or a court",
    Slot.VIEW_WHO: "my son",
    Slot.REVIEW_AT: 0,
    Slot.TOPIC: "change",
}
QUESTIONS = [
    (form, slot)
    for form, of in sorted(load_domain()["forms"].items())
    for slot in of["required_slots"]
]
DECIDE_OTHERWISE = {"topic_choice", "options_choice", "options_keep"}


@pytest.mark.parametrize(("form", "slot"), QUESTIONS)
async def test_every_question_can_be_skipped(form: str, slot: str) -> None:
    given: dict[str, Any] = SLOTS | {slot: None}

    played = await answer(forms()[form], slot, "Skip this question", "skip_question", **given)

    assert played.asks != slot or slot in {Slot.STILL, Slot.REVIEWED}  # asked of the next outcome
    assert "record_statement" not in played.commands


@pytest.mark.parametrize(("form", "slot"), QUESTIONS)
async def test_not_knowing_is_an_answer_at_every_question(form: str, slot: str) -> None:
    given: dict[str, Any] = SLOTS | {slot: None, Slot.TRIES: 1}

    played = await answer(forms()[form], slot, "I don't know", "say_unsure", **given)

    assert played.asks != slot or slot in {Slot.STILL, Slot.REVIEWED, "options_choice"}
    assert "I don't know" not in [command.get("text") for command in played.sent]


@pytest.mark.parametrize(("form", "slot"), QUESTIONS)
@pytest.mark.parametrize(
    "intent", ["report_danger", "report_self_harm", "not_safe_to_talk", "repeat_question",
               "ask_simpler", "ask_why", "ask_who_sees"],
)  # fmt: skip
async def test_danger_and_questions_are_never_taken_as_an_answer(
    form: str, slot: str, intent: str
) -> None:
    """Only the open question is set again: Rasa then leaves the form and a rule serves the turn."""
    played = await answer(forms()[form], slot, "he is here", intent, **SLOTS | {slot: None})

    assert set(played.slots) == {"requested_slot"}
    assert played.messages == []


@pytest.mark.parametrize(("form", "slot"), QUESTIONS)
async def test_words_of_their_own_are_kept_or_lead_on_at_every_question(
    form: str, slot: str
) -> None:
    words = "well, it is hard to say in a word but I miss the sea"
    if slot == Slot.SAFE_NOW:
        words = "yes but he is back at five"

    played = await answer(forms()[form], slot, words, "inform", **SLOTS | {slot: None})

    sent = " ".join(str(value) for command in played.sent for value in command.values())
    # Who wants something else is recorded together with what they want.
    assert words in (str(played.slots[slot]) if slot == Slot.VIEW_WHO else sent)


@pytest.mark.parametrize(("form", "slot"), QUESTIONS)
async def test_every_answer_is_on_the_trail_with_what_it_changed(form: str, slot: str) -> None:
    given: dict[str, Any] = SLOTS | {slot: None}

    played = await answer(forms()[form], slot, "skip", "skip_question", **given)

    (step,) = played.slots[Slot.TRAIL]
    assert (step["loop"], step["slot"], step["turn"]) == (form, slot, TURN)
    assert set(step["before"]) == set(played.slots) - {Slot.TRAIL, "requested_slot"}
    assert all(step["before"][name] == given.get(name) for name in step["before"])


async def test_the_trail_keeps_the_newest_steps_and_no_more() -> None:
    old = [{"loop": "x", "slot": str(at), "before": {}, "turn": ""} for at in range(TRAIL_LENGTH)]

    played = await answer(ValidateStoryForm(), Slot.HAPPENED, "he shouts", **{Slot.TRAIL: old})

    trail = played.slots[Slot.TRAIL]
    assert len(trail) == TRAIL_LENGTH
    assert (trail[0]["slot"], trail[-1]["slot"]) == ("1", Slot.HAPPENED)


@pytest.mark.parametrize(
    ("form", "first"),
    [
        (Form.ARRIVE, Slot.SAFE_NOW), (Form.ROLE, Slot.WHO), (Form.STORY, Slot.HAPPENED),
        (Form.OUTCOME, Slot.OUTCOME), (Form.PLAN, None), (Form.ENQUIRY, None),
        (Form.SUMMARY, None), (Form.TOPIC, Slot.TOPIC), (Form.OPTIONS, Slot.OPTION),
        (Form.VIEWS, Slot.VIEW_WHO), (Form.WEIGH, Slot.WEIGH_GOOD), (Form.CONTACT, Slot.NEEDS),
        (Form.STILL, None), (Form.REVIEW, Slot.FUTURE),
    ],
)  # fmt: skip
async def test_a_form_opens_at_its_first_question_or_closes_where_it_has_none(
    form: str, first: str | None
) -> None:
    assert (await play(forms()[form])).asks == first


@pytest.mark.parametrize(("slot", "told"), [(Slot.HAPPENED, True), (Slot.MATTERS, False)])
async def test_whoever_told_the_worst_hears_that_it_is_kept_before_it_is_asked_again(
    slot: str, told: bool
) -> None:
    before = dict.fromkeys((Slot.HAPPENED, Slot.FEELINGS), "said") | {slot: None}
    paused = before | {Slot.PAUSED: {"loop": Form.STORY, "slot": slot}}

    played = await answer(ValidateStoryForm(), slot, "Carry on", "repeat_question", **paused)

    assert played.said == ([Utter.STORY_TOLD] if told else [])
    assert played.asks == slot


async def test_after_a_pause_the_question_is_asked_anew_and_the_words_are_kept() -> None:
    paused = {Slot.PAUSED: {"loop": Form.STORY, "slot": Slot.HAPPENED}}

    played = await answer(ValidateStoryForm(), Slot.HAPPENED, "I am calmer now", **paused)

    assert played.asks == Slot.HAPPENED
    assert played.slots[Slot.PAUSED] is None
    assert played.command("record_statement")["text"] == "I am calmer now"
    assert played.slots[Slot.HAPPENED] is None


@pytest.mark.parametrize("intent", ["repeat_question", "greet", "thank"])
async def test_a_word_to_go_on_opens_the_question_again(intent: str) -> None:
    paused = {Slot.PAUSED: {"loop": Form.STORY, "slot": Slot.HAPPENED}}

    played = await answer(ValidateStoryForm(), Slot.HAPPENED, "go on", intent, **paused)

    assert (played.asks, played.slots[Slot.PAUSED]) == (Slot.HAPPENED, None)
    assert played.commands == []


@pytest.mark.parametrize("intent", ["report_danger", "stop_conversation", "ask_human", "come_back"])
async def test_during_a_pause_danger_and_stopping_are_still_served(intent: str) -> None:
    paused = {Slot.PAUSED: {"loop": Form.STORY, "slot": Slot.HAPPENED}}

    played = await answer(ValidateStoryForm(), Slot.HAPPENED, "x", intent, **paused)

    assert set(played.slots) == {"requested_slot"}


async def test_skipping_is_met_with_kind_words() -> None:
    played = await answer(ValidateStoryForm(), Slot.HAPPENED, "skip", "skip_question")

    assert played.said == [Utter.SKIPPED]
    assert (played.slots[Slot.HAPPENED], played.asks) == ("skipped", Slot.FEELINGS)


@pytest.mark.parametrize(
    ("words", "intent"),
    [("I need a break", "take_break"), ("I want to talk to a person", "ask_human")],
)
async def test_a_choice_that_stands_at_every_question_is_never_taken_as_an_answer(
    words: str, intent: str
) -> None:
    answered = {Slot.NEEDS: "said", Slot.CONSENT: "share"}

    played = await answer(ValidateContactForm(), Slot.CONTACT, words, intent, **answered)

    assert played.slots == {"requested_slot": Slot.CONTACT}
