"""What must be written down about somebody's capacity to make one decision on one day (Mental
Capacity Act 2005, sections 1 to 4). Capacity is assumed: finding it lacking needs most."""

from collections.abc import Collection, Mapping
from datetime import date

ABILITIES = ("understand", "retain", "weigh", "communicate")
# Whoever assessed it: which decision, what help was tried first, what it rests on, who, and what
# the person themselves says, whatever was found.
ALWAYS = ("about", "finding", "support", "evidence", "assessed_by", "assessor_role", "person")
# Nobody lacks capacity without an ability that fails, a way to decide for them, and a voice.
LACKING = ("best_interests", "representative")


def missing_in_capacity(
    fields: Mapping[str, str],
    unable: Collection[str],
    *,
    assessed_on: date | None,
    look_again_on: date | None,
    today: date,
) -> list[str]:
    """Return the names of the parts that are missing or do not fit, in the order of the form."""
    missing = [name for name in ALWAYS if not fields.get(name, "").strip()]
    if assessed_on is None or assessed_on > today:
        missing.append("assessed_on")
    if fields.get("finding") == "lacks":
        missing += [] if unable else ["unable"]
        missing += [name for name in LACKING if not fields.get(name, "").strip()]
    if look_again_on is not None and assessed_on is not None and look_again_on <= assessed_on:
        missing.append("look_again_on")
    return missing
