"""A record without what differs from run to run: ids become ordinals, times and line numbers go."""

from typing import Any

Record = dict[str, Any]


def outline(record: Record, *, without: tuple[str, ...] = ()) -> Record:
    """Return everything in the record but times and ids.

    `without`: lines of the bot's that are left out, such as the notice that the words are kept.
    What a turn brought is tied to the person's line by its ordinal, which no such notice shifts.
    """
    person = [turn["seq"] for turn in record["turns"] if turn["from"] == "person"]
    ids = [outcome["id"] for outcome in record["outcomes"]]
    kept = {key: value for key, value in record.items() if key not in ("id", "started_at")}
    return kept | {
        "turns": [
            (turn["from"], turn["text"], turn["asking"])
            for turn in record["turns"]
            if turn["from"] == "person" or turn["text"] not in without
        ],
        "outcomes": [_outcome(outcome, ids, person) for outcome in record["outcomes"]],
        "statements": sorted(
            (person.index(said["turn_seq"]), said["kind"], said["text"], said["provenance"])
            for said in record["statements"]
        ),
        "alerts": [
            (person.index(alert["turn_seq"]), alert["level"], alert["kind"])
            for alert in record["alerts"]
        ],
    }


def _outcome(outcome: Record, ids: list[str], person: list[int]) -> Record:
    return outcome | {
        "id": ids.index(outcome["id"]),
        "conflicts_with": sorted(ids.index(other) for other in outcome["conflicts_with"]),
        "versions": [
            (version["text"], person.index(version["turn_seq"])) for version in outcome["versions"]
        ],
    }
