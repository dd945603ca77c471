"""Answers that a phrase settles, whatever the reading of the whole message was."""

import pytest

from bot.actions.enquiry import ValidateEnquiryForm
from bot.actions.help import ActionHelpAskAgain, ActionHelpChange, ActionHelpSimpler
from bot.actions.names import Form, Slot, Utter
from bot.actions.options import ValidateOptionsForm
from bot.actions.outcome import ValidateOutcomeForm
from bot.actions.phrases import ENOUGH, NOTHING_DONE, TURNED_OUT, WISH
from bot.actions.plan import ValidatePlanForm
from bot.actions.review import ValidateReviewForm, ValidateStillForm
from bot.actions.role import ValidateRoleForm
from bot.actions.topic import ValidateTopicForm
from tests.actions.play import HOME, NINA, answer, of_one_outcome, play

ROLE, OUTCOME, PLAN = ValidateRoleForm(), ValidateOutcomeForm(), ValidatePlanForm()
TWO = of_one_outcome() | {Slot.OUTCOMES: [HOME, NINA], Slot.PRIORITY: HOME["id"]}


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("I want it all left alone", True), ("I don’t want anything done about this", True),
        ("just leave it be", True), ("i want nowt done", True),
        ("I want to be left alone", False), ("I want my garden left alone", False),
        ("I want my brother to leave it alone", False),
    ],
)  # fmt: skip
async def test_a_wish_that_nothing_be_done_is_kept_as_that_too(words: str, meant: bool) -> None:
    played = await answer(OUTCOME, Slot.OUTCOME, words, **{Slot.TRIES: 1})

    assert bool(NOTHING_DONE.search(words.replace("’", "'"))) == meant
    assert played.command("record_outcome")["text"] == words
    assert ("record_enquiry" in played.commands) == meant


async def test_what_a_relative_thinks_should_be_left_is_no_wish_of_the_adults() -> None:
    slots = {Slot.WHO: "family", Slot.WHOSE_WORDS: "inferred", Slot.TRIES: 1}

    played = await answer(OUTCOME, Slot.OUTCOME, "just leave it be", **slots)

    assert "record_enquiry" not in played.commands


async def test_a_wish_said_after_distress_is_taken_at_once() -> None:
    paused = {Slot.PAUSED: {"loop": Form.OUTCOME, "slot": Slot.OUTCOME}, Slot.DISTRESSED: True}

    played = await answer(OUTCOME, Slot.OUTCOME, "I want my mum near me", **paused)

    assert played.command("record_outcome")["text"] == "I want my mum near me"
    assert played.slots[Slot.PAUSED] is None
    assert played.asks == Slot.CONFIRM


async def test_other_words_after_distress_answer_nothing() -> None:
    paused = {Slot.PAUSED: {"loop": Form.OUTCOME, "slot": Slot.OUTCOME}, Slot.DISTRESSED: True}

    played = await answer(OUTCOME, Slot.OUTCOME, "it just never stops", **paused)

    assert played.commands == ["record_statement"]
    assert played.asks == Slot.OUTCOME


@pytest.mark.parametrize("words", ["He said I want money", "it is what it is"])
def test_not_every_want_is_a_wish(words: str) -> None:
    assert not WISH.search(words)


async def test_one_wish_more_has_the_order_asked_again() -> None:
    played = await answer(OUTCOME, Slot.OUTCOME, "I want to see Nina", **TWO | {Slot.OUTCOME: None})

    assert played.slots[Slot.PRIORITY] is None
    assert played.slots[Slot.PLAN_B] is None


async def test_leave_it_as_i_said_it_is_no_reason() -> None:
    slots = of_one_outcome() | {Slot.QUESTION: "equipment_1", Slot.ASKED: ["equipment_1"]}

    played = await answer(OUTCOME, Slot.DEEPER, "leave it as I said it", **slots)

    assert "record_deeper" not in played.commands
    assert played.asks == Slot.CONFIRM


@pytest.mark.parametrize("words", ["no they are fine together", "I want both", "they go together"])
async def test_wishes_that_go_together_make_no_plan_b(words: str) -> None:
    played = await answer(PLAN, Slot.PLAN_B, words, **TWO)

    assert "plan_apart" not in played.commands
    assert played.command("record_statement")["text"] == words


async def test_a_yes_names_no_plan_b_and_is_asked_about_once() -> None:
    first = await answer(PLAN, Slot.PLAN_B, "yes", "affirm", **TWO)
    second = await answer(PLAN, Slot.PLAN_B, "yes", "affirm", **TWO, **{Slot.TRIES: 1})

    assert (first.said, first.asks) == ([Utter.CHOOSE], Slot.PLAN_B)
    assert second.asks is None
    assert first.commands == second.commands == []


@pytest.mark.parametrize("words", ["thats enough thanks", "That will do", "ok that's all"])
async def test_enough_ways_are_enough(words: str) -> None:
    played = await answer(ValidateOptionsForm(), Slot.OPTION, words)

    assert ENOUGH.search(words)
    assert (played.commands, played.asks) == ([], None)


@pytest.mark.parametrize(
    ("words", "together"),
    [
        ("no he is at dialysis today", False), ("no shes at home", False),
        ("yes he's next to me", True), ("she is beside me", True),
        ("asleep upstairs", False), ("it depends", None),
    ],
)  # fmt: skip
async def test_a_yes_or_no_in_more_words_says_whether_they_are_together(
    words: str, together: bool | None
) -> None:
    played = await answer(ROLE, Slot.TOGETHER, words, **{Slot.WHO: "advocate"})

    told = [c["together"] for c in played.sent if c["command"] == "record_role"]
    assert told == ([] if together is None else [together])
    assert played.command("record_statement")["text"] == words


async def test_an_enquiry_officer_declines_nothing() -> None:
    slots = {Slot.WHO: "worker"}

    played = await answer(ROLE, Slot.RELATIONSHIP, "enquiry officer", "decline_enquiry", **slots)

    assert played.command("record_role")["relationship"] == "enquiry officer"


async def test_an_introduction_is_said_by_who_introduces_themselves() -> None:
    played = await answer(ROLE, Slot.WHO, "I'm Joe, I'm his dad, he wants his dog back")

    assert played.command("record_statement")["said_by"] == "family"


async def test_not_wanting_that_one_any_more_is_said_of_the_wish_and_not_of_the_enquiry() -> None:
    slots = {Slot.OUTCOMES: [HOME], Slot.REVIEW_AT: 0}
    words = "I dont want that any more, we have made it up"

    played = await answer(ValidateStillForm(), Slot.STILL, words, "decline_enquiry", **slots)

    assert played.command("revise_outcome")["text"] == words
    assert "record_enquiry" not in played.commands


async def test_a_changed_mind_at_the_review_is_one_of_its_answers() -> None:
    slots = {Slot.OUTCOMES: [HOME], Slot.REVIEW_AT: 0}
    words = "I changed my mind about that one"

    played = await answer(ValidateReviewForm(), Slot.REVIEWED, words, "change_answer", **slots)

    assert played.command("record_review")["achieved"] == "changed"


@pytest.mark.parametrize(
    "words", ["I'd like to tell you how its turned out", "can i say how things have gone"]
)
async def test_how_it_turned_out_opens_the_review(words: str) -> None:
    played = await answer(ValidateTopicForm(), Slot.TOPIC, words)

    assert TURNED_OUT.search(words)
    assert played.slots[Slot.TOPIC] == "review"


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        (ActionHelpAskAgain(), "repeat_question"),
        (ActionHelpSimpler(), "ask_simpler"),
        (ActionHelpChange(), "change_answer"),
    ],
)
async def test_with_nothing_open_there_is_a_choice_of_what_to_do_and_never_silence(
    action: object, intent: str
) -> None:
    played = await play(action, "I forgot something", intent)

    assert played.follows == Form.TOPIC


@pytest.mark.parametrize(
    "words", ["no that's wrong, it sounds like I want him hurt", "No, that is not what I said"]
)
async def test_a_no_that_says_what_is_wrong_is_no_new_wording(words: str) -> None:
    played = await answer(OUTCOME, Slot.CONFIRM, words, **of_one_outcome())

    assert played.commands == ["record_statement"]
    assert played.said == [Utter.OUTCOME_SAY_AGAIN]
    assert played.asks == Slot.OUTCOME


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("no there's only me and him", "no"), ("no, just me", "no"), ("Nobody else.", "no"),
        ("just me and the kids", "yes"), ("no only me and my sister's little ones", "yes"),
    ],
)  # fmt: skip
async def test_nobody_else_at_risk_is_a_no_and_whoever_is_named_may_be(
    words: str, others: str
) -> None:
    played = await answer(
        ValidateEnquiryForm(), Slot.OTHERS, words, **{Slot.PENDING: True, Slot.REASON_NOT: "said"}
    )

    assert played.command("record_enquiry")["others_at_risk"] == others
    assert ("raise_alert" in played.commands) == (others == "yes")
