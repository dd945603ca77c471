"""The answers given, newest last, so that going back can undo them. It travels in the state, so it
is kept small."""

from typing import Any

from bot.actions.names import Slot
from bot.actions.turn import Turn

LENGTH = 12  # how many answers can be gone back on; a longer trail only makes each turn heavier

Changes = dict[str, Any]
Step = dict[str, Any]


def remember(turn: Turn, form: str, slot: str, changes: Changes) -> Changes:
    """Return the trail with this answer added."""
    if Slot.VOICES in changes:
        return {Slot.TRAIL: None}  # what one side said is not for the other to go back on
    before = {name: turn.slots.get(name) for name in {slot, *changes}}
    if Slot.OUTCOMES in changes:
        # Twelve copies of a long list would weigh more than all else: only what it takes to undo.
        known, now = turn.slots.get(Slot.OUTCOMES) or [], changes[Slot.OUTCOMES] or []
        before[Slot.OUTCOMES] = {
            "length": len(known),
            "changed": [old for old, new in zip(known, now, strict=False) if old != new],
        }
    step = {"loop": form, "slot": slot, "before": before, "turn": turn.turn_id}
    trail = [*(turn.slots.get(Slot.TRAIL) or []), step]
    return {Slot.TRAIL: trail[-LENGTH:]}


def undone(step: Step, slots: dict[str, Any]) -> Changes:
    """Return the slots as they were before the step, its question open again."""
    before: Changes = {**step["before"], step["slot"]: None}
    if Slot.OUTCOMES in before:
        kept = before[Slot.OUTCOMES]
        former = {old["id"]: old for old in kept["changed"]}
        outcomes = (slots.get(Slot.OUTCOMES) or [])[: kept["length"]]
        before[Slot.OUTCOMES] = [former.get(one["id"], one) for one in outcomes] or None
    return before
