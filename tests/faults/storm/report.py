"""What a storm brought, in words and figures."""

from collections import defaultdict

from tests.faults.storm.run import Outcome

SHOWN = 20


def as_text(outcome: Outcome) -> str:
    storm, findings = outcome.storm, outcome.findings
    lines = [
        f"seed {storm.seed}, {storm.people} people at once, {storm.rate:.0%} of calls spoiled",
        (
            f"{outcome.acknowledged} acknowledged turns in {outcome.conversations} conversations, "
            f"{outcome.seconds:.0f} s"
        ),
        f"calls: {outcome.calls}",
        f"faults: {outcome.spoiled.total()} {dict(sorted(outcome.spoiled.items()))}",
        *_recoveries(outcome),
        (
            f"lost {len(findings.lost)}, doubled {len(findings.doubled)}, "
            f"out of order {len(findings.out_of_order)}, "
            f"facts missing {len(findings.not_recorded)}, half written {len(findings.half_written)}"
        ),
        (
            f"answers kept beside their question {findings.aside}, never acknowledged "
            f"{findings.given_up}, longest wait {outcome.slowest:.1f} s"
        ),
        *[f"BROKEN {line}" for line in outcome.broken[:SHOWN]],
    ]
    return "\n".join(lines)


def _recoveries(outcome: Outcome) -> list[str]:
    by_name = defaultdict(list)
    for kill in outcome.kills:
        by_name[kill.name].append(kill)
    return [
        f"killed {name} {len(kills)} times: keeps words again after at most "
        f"{max(kill.keeps_after for kill in kills):.1f} s, whole after at most "
        f"{max(kill.whole_after for kill in kills):.1f} s"
        for name, kills in sorted(by_name.items())
    ]
