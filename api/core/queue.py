"""The states of a conversation in the team's queue, the most pressing first."""

from typing import Literal, get_args

State = Literal[
    "alert",  # somebody may be in danger, and nobody has said that they have seen it
    "new",  # no practitioner has read it
    "changed",  # the person has said more since
    "overdue",  # they have not been told anything for too long
    "waiting",  # we have written, and wait for their answer
    "review_due",  # the day to look back with them has come
    "in_hand",
    "closed",
]
STATES: tuple[State, ...] = get_args(State)

Level = Literal["now", "worrying", "past"]
LEVELS: tuple[Level, ...] = get_args(Level)
