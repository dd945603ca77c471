"""Which role may do what. What is not named here is denied."""

from typing import Literal, get_args

Role = Literal["practitioner", "lead", "admin", "auditor", "desk"]
ROLES: tuple[str, ...] = get_args(Role)

Deed = Literal[
    "read_conversations",
    "invite",
    "record",
    "assess",
    "allocate",
    "allocate_to_oneself",
    "review_glass",
    "see_figures",
    "lift_interest",
    "sign_override",
    "export",
    "export_examples",
    "manage_accounts",
    "read_audit",
    "keep_kiosks",
    "answer_bell",
]

ALLOWED: dict[Deed, frozenset[str]] = {
    "read_conversations": frozenset({"practitioner", "lead"}),
    "invite": frozenset({"practitioner", "lead"}),
    "record": frozenset({"practitioner", "lead"}),
    "assess": frozenset({"practitioner", "lead"}),
    "allocate": frozenset({"lead"}),
    "allocate_to_oneself": frozenset({"practitioner", "lead"}),
    "review_glass": frozenset({"lead"}),
    "see_figures": frozenset({"lead"}),
    "lift_interest": frozenset({"lead"}),
    "sign_override": frozenset({"lead"}),
    "export": frozenset({"practitioner", "lead"}),
    "export_examples": frozenset({"lead"}),
    "manage_accounts": frozenset({"admin"}),
    "read_audit": frozenset({"auditor", "lead"}),
    "keep_kiosks": frozenset({"lead"}),
    # Whoever sits near a kiosk, such as a librarian: the desk sees nothing but who rang.
    "answer_bell": frozenset({"desk", "practitioner", "lead"}),
}


def may(role: str, deed: Deed) -> bool:
    return role in ALLOWED.get(deed, frozenset())
