"""The cards that a person can sort in place of writing: one for each of the eleven seed themes."""

from typing import Literal, get_args

Theme = Literal[
    "safer", "key_relationship", "new_friends", "recover", "justice", "not_happen_to_others",
    "control", "involved_in_decisions", "choice", "protect_self", "know_where_to_get_help",
]  # fmt: skip
Face = Literal["happy", "not_sure", "not_happy"]

THEMES: tuple[Theme, ...] = get_args(Theme)
FACES: tuple[Face, ...] = get_args(Face)
