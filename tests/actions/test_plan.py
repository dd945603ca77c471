"""With several outcomes: which matters most, and plan A and plan B."""

import pytest

from bot.actions import plan
from bot.actions.names import Slot, Utter
from bot.actions.plan import ActionAskPlanB, ActionAskPlanPriority, ValidatePlanForm
from tests.actions.play import HOME, NINA, answer, play

FORM = ValidatePlanForm()
TWO = {Slot.OUTCOMES: [HOME, NINA]}
FIRST = TWO | {Slot.PRIORITY: NINA["id"]}


@pytest.mark.parametrize("outcomes", [None, [], [HOME]])
async def test_one_outcome_needs_no_order(outcomes: object) -> None:
    assert (await play(FORM, **{Slot.OUTCOMES: outcomes})).asks is None


async def test_the_choices_are_their_own_words() -> None:
    played = await play(ActionAskPlanPriority(), **TWO)

    assert played.said == [Utter.PRIORITY]
    assert [button["payload"] for button in played.messages[0]["buttons"]] == [
        HOME["text"], NINA["text"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words", [NINA["text"], "i want to see nina.", "2", " I want to  see Nina "]
)
async def test_the_first_is_chosen_by_its_words_or_its_number(words: str) -> None:
    played = await answer(FORM, Slot.PRIORITY, words, **TWO)

    assert played.command("rank_outcomes")["ids"] == [NINA["id"], HOME["id"]]
    assert played.slots[Slot.FIRST] == NINA["text"]
    assert played.asks == Slot.PLAN_B


async def test_their_own_way_of_putting_the_order_is_kept_and_none_is_guessed() -> None:
    played = await answer(FORM, Slot.PRIORITY, "they are all the same to me", **TWO)

    assert played.commands == ["record_statement"]
    assert played.asks == Slot.PLAN_B


async def test_the_other_is_plan_b_where_they_pull_apart() -> None:
    played = await answer(FORM, Slot.PLAN_B, HOME["text"], **FIRST)

    assert played.command("plan_apart") == {
        "command": "plan_apart", "plan_a": NINA["id"], "plan_b": HOME["id"],
    }  # fmt: skip
    assert (played.said, played.asks) == ([Utter.PLAN_KEPT], None)
    assert played.slots[Slot.OUTCOMES] == [HOME, NINA]


async def test_a_plan_b_nobody_thought_of_before_is_an_outcome_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan, "for_record", lambda words: {"label": "personal"})

    played = await answer(FORM, Slot.PLAN_B, "to see her at Christmas", **FIRST)

    added = played.command("record_outcome")
    assert added["text"] == "to see her at Christmas"
    assert played.command("plan_apart")["plan_b"] == added["id"]
    assert played.slots[Slot.OUTCOMES][-1]["text"] == "to see her at Christmas"


@pytest.mark.parametrize(("words", "intent"), [("They go well together", "inform"), ("no", "deny")])
async def test_two_that_go_together_are_no_plan_a_and_b(words: str, intent: str) -> None:
    played = await answer(FORM, Slot.PLAN_B, words, intent, **FIRST)

    assert (played.commands, played.asks) == ([], None)


async def test_the_one_put_first_is_not_offered_again() -> None:
    played = await play(ActionAskPlanB(), **FIRST)

    assert [button["title"] for button in played.messages[0]["buttons"]] == [HOME["text"]]
    assert played.messages[0]["plan_first"] == NINA["text"]


async def test_without_an_order_the_first_one_said_stands_first() -> None:
    played = await play(ActionAskPlanB(), **TWO | {Slot.PRIORITY: "said"})

    assert played.messages[0]["plan_first"] == HOME["text"]


async def test_a_question_is_kept_and_is_no_plan_b() -> None:
    first = await answer(FORM, Slot.PLAN_B, "who will phone me?", **FIRST)
    again = await answer(FORM, Slot.PLAN_B, "who will phone me?", **FIRST | {Slot.TRIES: 1})

    assert first.commands == again.commands == ["record_statement"]
    assert (first.said, first.asks) == ([Utter.CHOOSE], Slot.PLAN_B)
    assert again.asks is None
