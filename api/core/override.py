"""What must be written down before a wish may be overridden (domain brief, 5.11)."""

from collections.abc import Mapping

NEEDED = (
    "wish",
    "basis",
    "decided_by",
    "decider_role",
    "decided_on",
    "why",
    "tried",
    "told_choice",
)


def missing_to_override(given: Mapping[str, str], *, has_outcome: bool) -> list[str]:
    """Return the parts that are missing, in the order of the form. `given` holds the fields as
    they were typed; `told_choice` says whether the adult was told."""
    missing = [name for name in NEEDED if not given.get(name, "").strip()]
    if given.get("wish") == "outcome" and not has_outcome:
        missing.append("wish")
    if given.get("basis") == "other" and not given.get("basis_other", "").strip():
        missing.append("basis_other")
    choice = given.get("told_choice", "")
    if choice and not given.get(choice, "").strip():
        missing.append(choice)
    return missing
