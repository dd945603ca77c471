"""Going back undoes an answer; what it takes to undo it stays small however much was said."""

import json

from bot.actions.names import Form, Slot
from bot.actions.trail import LENGTH, remember, undone
from bot.actions.turn import Turn


def a_turn(**slots: object) -> Turn:
    return Turn("words", "inform", "11111111-1111-4111-8111-111111111111", dict(slots))


def outcomes(count: int) -> list[dict[str, str]]:
    return [{"id": str(n), "text": f"wish {n} " * 5} for n in range(count)]


def test_an_outcome_that_was_added_goes_again() -> None:
    known, more = outcomes(2), outcomes(3)
    trail = remember(a_turn(outcome_list=known), Form.OUTCOME, Slot.OUTCOME, {Slot.OUTCOMES: more})

    before = undone(trail[Slot.TRAIL][-1], {Slot.OUTCOMES: more})

    assert before[Slot.OUTCOMES] == known


def test_an_outcome_said_again_has_its_former_words_back() -> None:
    known = outcomes(2)
    changed = [known[0], {"id": "1", "text": "other words"}]
    trail = remember(
        a_turn(outcome_list=known), Form.OUTCOME, Slot.CONFIRM, {Slot.OUTCOMES: changed}
    )

    before = undone(trail[Slot.TRAIL][-1], {Slot.OUTCOMES: changed})

    assert before[Slot.OUTCOMES] == known


def test_the_first_outcome_goes_without_leaving_an_empty_list() -> None:
    trail = remember(a_turn(), Form.OUTCOME, Slot.OUTCOME, {Slot.OUTCOMES: outcomes(1)})

    assert undone(trail[Slot.TRAIL][-1], {Slot.OUTCOMES: outcomes(1)})[Slot.OUTCOMES] is None


def test_the_trail_weighs_no_more_after_a_hundred_outcomes_than_after_ten() -> None:
    def weight(count: int) -> int:
        slots: dict[str, object] = {Slot.OUTCOMES: outcomes(count)}
        for _ in range(LENGTH + 3):
            changes = {Slot.OUTCOMES: outcomes(count + 1), Slot.OUTCOME: "wish"}
            slots |= remember(a_turn(**slots), Form.OUTCOME, Slot.OUTCOME, changes)
        return len(json.dumps(slots[Slot.TRAIL]))

    assert weight(100) <= weight(10) * 1.05
